import { canonicalJson } from '../../kernel/facts/canonical-json';
/**
 * Something that a stream gives somebody, or leaves open: more where the rank is higher. `what` tells in words what was done
 * where the rank fell, such as "a grant was revoked".
 */
export interface Power {
  readonly rank: number;
  readonly what: string;
}

/** By what it is about and which side of it: what is before the first space is told once, whichever of its sides fell. */
export type Powers = readonly (readonly [key: string, power: Power])[];

/** A time after which something is over, as a rank: none is more than any. */
export const untilRank = (time: string | undefined): number =>
  time === undefined ? Number.POSITIVE_INFINITY : Date.parse(time);

/** Settings that were changed: what they are now is told apart from what they were. */
export const settingsPower = (settings: object, what: string): readonly [string, Power] => [
  `settings ${canonicalJson(settings)}`,
  { rank: 1, what },
];
