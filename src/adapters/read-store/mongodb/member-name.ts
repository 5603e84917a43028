/** What a server, a driver or a query could take for something else than a name; and the sign that begins a sequence. */
const UNSAFE = /[%.$\0]|^_/g;

const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** Names that every object inherits: the driver looks some of them up in its options. */
const isInherited = (name: string): boolean => Object.hasOwn(Object.prototype, name) || name === 'toBSON';

/**
 * The name of a member as it is stored. MongoDB reads dots as paths and a dollar sign as an operator, older servers refuse
 * both, and the driver gives `_bsontype` and `__proto__` meanings of their own; names of ours begin with `_`. Ordinary names
 * stay as they are.
 */
export const storedName = (name: string): string => {
  if (name === '') return '%';
  const stored = name.replace(UNSAFE, escaped);
  return isInherited(stored) ? `${escaped(stored)}${stored.slice(1)}` : stored;
};

/** The reverse of {@link storedName}. */
export const nameOf = (stored: string): string => {
  if (!stored.includes('%')) return stored;
  return stored === '%'
    ? ''
    : stored.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
};
