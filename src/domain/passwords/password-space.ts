import type { Random } from '../../kernel/random';
import type { PasswordPolicy } from './password-policy';

const NOT_ALPHANUMERIC = /[^A-Za-z0-9]/g;

/** What one counting may cost: about 4 ms, and 3 MB. Every policy that was ever accepted costs less. */
export const MOST_STEPS = 400_000;

/** What a policy that is set anew may cost: about 1 ms, so that several callers at once hold nobody else up. */
export const MOST_STEPS_TO_SET = 120_000;

/** Counts beyond this are scaled down, so that they stay finite; the smallest of a layer stay far above what is lost. */
const SCALE_ABOVE = 2 ** 900;
const SCALE_BITS = 400;

/** How many of each class are still owed, the class of the last character and how long its run is: one number. */
type State = number;

interface Kind {
  readonly chars: string;
  readonly edgeChars: string;
  readonly min: number;
  /** Weight of this class's debt within the number that holds all debts. */
  readonly stride: number;
}

const longestRun = ({ length, maxClassRun }: PasswordPolicy): number =>
  // A run that can't be reached is not worth remembering.
  maxClassRun !== undefined && maxClassRun < length ? maxClassRun : 0;

const statesOf = (policy: PasswordPolicy): number =>
  policy.classes.reduce((states, { min }) => states * (min + 1), 1 + longestRun(policy) * policy.classes.length);

/** What it would cost to count a policy's passwords: known before anything is counted. */
export const stepsOf = (policy: PasswordPolicy): number => policy.length * statesOf(policy) * policy.classes.length;

/**
 * All passwords that satisfy a policy, counted, and drawn uniformly, which "one of each class, then shuffle" does not do.
 * Counting is dynamic programming over what decides how a password may go on: characters left, minima owed, current run.
 * Counts are floating-point numbers: the odds of a draw are right to about 2^-40, and the whole costs at most `MOST_STEPS`.
 */
export class PasswordSpace {
  private readonly kinds: readonly Kind[];
  private readonly debts: number;
  private readonly maxRun: number;
  /** By characters left, then by state. */
  private readonly counts: readonly Float64Array[];
  /** Powers of two by which the count of all was scaled down. */
  private readonly scaledBy: number;

  /** The policy has no problems (`policyProblems`), except that its classes may have become empty; it costs no more than `MOST_STEPS`. */
  constructor(private readonly policy: PasswordPolicy) {
    if (stepsOf(policy) > MOST_STEPS) throw new RangeError('the policy is too complex to be counted');
    let stride = 1;
    this.kinds = policy.classes.map(({ chars, min }) => {
      const edgeChars = policy.edgeAlphanumeric === true ? chars.replace(NOT_ALPHANUMERIC, '') : chars;
      const kind = { chars, edgeChars, min, stride };
      stride *= min + 1;
      return kind;
    });
    this.debts = stride;
    this.maxRun = longestRun(policy);
    [this.counts, this.scaledBy] = this.countAll(statesOf(policy));
  }

  /** How many bits it takes to number them; `-Infinity` when there is none. */
  get bits(): number {
    const size = this.counts[this.policy.length]?.[this.debts - 1] ?? 0;
    return Math.log2(size) + this.scaledBy;
  }

  /** One of them, each equally likely. There is one. */
  draw(random: Random): string {
    let state: State = this.debts - 1;
    let password = '';
    for (let left = this.policy.length; left > 0; left--) {
      const next = this.kinds.map((_, index) => this.after(state, index));
      const odds = next.map((to, index) => this.waysBy(left, index, to));
      const index = pick(odds, random);
      const chars = this.charsAt(left, index);
      password += chars.charAt(random.below(chars.length));
      state = next[index] ?? 0;
    }
    return password;
  }

  /** In how many ways a password with `left` characters to go can end, for every number of them and every state. */
  private countAll(states: number): [readonly Float64Array[], number] {
    const nexts = this.kinds.map((_, index) => this.nextStates(index, states));
    // Nothing is owed, whatever the run: the password may end here.
    let below: Float64Array = new Float64Array(states);
    for (let state = 0; state < states; state += this.debts) below[state] = 1;
    const counts = [below];
    let scaledBy = 0;
    for (let left = 1; left <= this.policy.length; left++) {
      const layer = new Float64Array(states);
      nexts.forEach((next, index) => {
        const chars = this.charsAt(left, index).length;
        if (chars === 0) return;
        for (let from = 0; from < states; from++) {
          const to = next[from] ?? -1;
          if (to >= 0) layer[from] = (layer[from] ?? 0) + chars * (below[to] ?? 0);
        }
      });
      if (layer.some((ways) => ways > SCALE_ABOVE)) {
        for (let from = 0; from < states; from++) layer[from] = (layer[from] ?? 0) * 2 ** -SCALE_BITS;
        scaledBy += SCALE_BITS;
      }
      counts.push(layer);
      below = layer;
    }
    return [counts, scaledBy];
  }

  private nextStates(index: number, states: number): Int32Array {
    const next = new Int32Array(states);
    for (let from = 0; from < states; from++) next[from] = this.after(from, index);
    return next;
  }

  private waysBy(left: number, index: number, to: State): number {
    return to < 0 ? 0 : this.charsAt(left, index).length * (this.counts[left - 1]?.[to] ?? 0);
  }

  private charsAt(left: number, index: number): string {
    const kind = this.kinds[index];
    return (left === 1 || left === this.policy.length ? kind?.edgeChars : kind?.chars) ?? '';
  }

  /** The state after a character of this class; -1 when the run would be too long. */
  private after(state: State, index: number): State {
    const { min, stride } = this.kinds[index] ?? { min: 0, stride: 1 };
    const debts = state % this.debts;
    const owed = Math.floor(debts / stride) % (min + 1);
    const paid = owed > 0 ? debts - stride : debts;
    if (this.maxRun === 0) return paid;
    // Above the debts: 0 before the first character, else 1 + (run - 1) × classes + class.
    const past = Math.floor(state / this.debts) - 1;
    const goesOn = past >= 0 && past % this.kinds.length === index;
    const run = goesOn ? Math.floor(past / this.kinds.length) + 2 : 1;
    return run > this.maxRun ? -1 : paid + this.debts * (1 + (run - 1) * this.kinds.length + index);
  }
}

/** An index, by odds; one of them is above 0. */
const pick = (odds: readonly number[], random: Random): number => {
  let drawn = 0;
  for (const byte of random.bytes(6)) drawn = (drawn + byte) / 256;
  let rest = drawn * odds.reduce((sum, each) => sum + each, 0);
  const index = odds.findIndex((each) => (rest -= each) < 0);
  // What is left by rounding goes to the last that has any.
  return index >= 0 ? index : odds.reduce((last, each, place) => (each > 0 ? place : last), 0);
};
