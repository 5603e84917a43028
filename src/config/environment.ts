import { BadConfiguration } from './bad-configuration';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value without surrounding white space; an empty one counts as not set, as compose files write it. */
export const valueOf = (env: Environment, name: string): string | undefined =>
  (Object.hasOwn(env, name) ? env[name] : undefined)?.trim() || undefined;

/** The value as it may stand in a message: quoted, on one line, not endless. */
export const shown = (value: string): string => JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);

export const wholeNumberIn = (
  env: Environment,
  name: string,
  range: { readonly least: number; readonly most: number; readonly otherwise: number },
): number => {
  const value = valueOf(env, name);
  if (value === undefined) return range.otherwise;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (number >= range.least && number <= range.most) return number;
  throw new BadConfiguration(
    `${name} is ${shown(value)}; give a whole number from ${range.least} to ${range.most}, or unset it for ${range.otherwise}.`,
  );
};

export const flag = (env: Environment, name: string): boolean => {
  const value = valueOf(env, name);
  if (value === undefined || value === '0') return false;
  if (value === '1') return true;
  throw new BadConfiguration(`${name} is ${shown(value)}; set it to 1, or unset it.`);
};

/** A list separated by commas, each item accepted by `isGood` or refused with `advice`. */
export const list = (
  env: Environment,
  name: string,
  isGood: (item: string) => boolean,
  advice: string,
): readonly string[] => {
  const items = (valueOf(env, name) ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const bad = items.find((item) => !isGood(item));
  if (bad !== undefined) throw new BadConfiguration(`${name} holds ${shown(bad)}; ${advice}`);
  return items;
};
