import { entryOf } from '../entry-of';

/**
 * One text for one value: JSON as RFC 8785 writes it, without white space, members in the order of their UTF-16 code units.
 * For I-JSON (RFC 7493) as facts hold it; members that are `undefined` are left out. Errors: `TypeError` for what has no such
 * text: a number that is no integer of at most 2^53 - 1, a lone surrogate, anything that is no JSON.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'string') {
    return textOf(value);
  }
  if (typeof value === 'number') {
    return numberOf(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  }
  if (typeof value === 'object') {
    return membersOf(value);
  }
  throw new TypeError(`A ${typeof value} has no canonical JSON.`);
};

const LONE_SURROGATE = /\p{Surrogate}/u;
/** Of these letters nothing is escaped, and none is half a pair: nearly all there is, and written four times as fast. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Is a text in quotes its own JSON? */
export const isPlain = (text: string): boolean => PLAIN.test(text);

const textOf = (text: string): string => {
  if (isPlain(text)) {
    return `"${text}"`;
  }
  if (LONE_SURROGATE.test(text)) {
    throw new TypeError('Text with a lone surrogate has no canonical JSON.');
  }
  return JSON.stringify(text);
};

/** Facts hold no fractions: two implementations that write them differently would not agree on a hash. */
const numberOf = (number: number): string => {
  if (!Number.isSafeInteger(number)) {
    throw new TypeError(`${number} is no integer that canonical JSON can hold.`);
  }
  return String(number);
};

/** Names more than these are rare, and left to a sort that is fast for many. */
const FEW = 32;

/** The order of RFC 8785 is that of UTF-16 code units, which is how JavaScript compares texts, and sorts them. */
const inOrder = (names: string[]): readonly string[] => {
  if (names.length > FEW) return names.sort();
  // In place: the engine's own sort copies first. What was read from a store stands in order already.
  for (let at = 1; at < names.length; at += 1) {
    const name = names[at] as string;
    let to = at;
    for (; to > 0 && (names[to - 1] as string) > name; to -= 1) names[to] = names[to - 1] as string;
    names[to] = name;
  }
  return names;
};

const membersOf = (value: object): string => {
  let text = '';
  for (const name of inOrder(Object.keys(value))) {
    const member = entryOf(value as Readonly<Record<string, unknown>>, name);
    if (member !== undefined) text += `${text === '' ? '' : ','}${textOf(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
};
