import type { PasswordPolicy } from './password-policy';

const ALPHANUMERIC = /[^A-Za-z0-9]/g;

/** How many of each class are still owed, the class of the last character and how long its run is: one number. */
type State = number;

interface Kind {
  readonly chars: string;
  readonly edgeChars: string;
  readonly min: number;
  /** Weight of this class's debt within the number that holds all debts. */
  readonly stride: number;
}

/**
 * All passwords that satisfy a policy, counted and numbered from 0. Whoever draws a number uniformly draws a password
 * uniformly, which "one of each class, then shuffle" does not do. Counting is dynamic programming over what decides how a
 * password may go on: characters left, minima owed, current run.
 */
export class PasswordSpace {
  /** How many passwords satisfy the policy. */
  readonly size: bigint;
  private readonly kinds: readonly Kind[];
  private readonly debts: number;
  private readonly maxRun: number;
  private readonly counts = new Map<number, bigint>();

  /** The policy has no problems (`policyProblems`), except that its classes may have become empty. */
  constructor(private readonly policy: PasswordPolicy) {
    let stride = 1;
    this.kinds = policy.classes.map(({ chars, min }) => {
      const edgeChars = policy.edgeAlphanumeric === true ? chars.replace(ALPHANUMERIC, '') : chars;
      const kind = { chars, edgeChars, min, stride };
      stride *= min + 1;
      return kind;
    });
    this.debts = stride;
    // A run that can't be reached is not worth remembering.
    this.maxRun = policy.maxClassRun !== undefined && policy.maxClassRun < policy.length ? policy.maxClassRun : 0;
    this.size = this.count(policy.length, stride - 1);
  }

  /** The password with this number, from 0 up to but without `size`. */
  at(number: bigint): string {
    if (number < 0n || number >= this.size) throw new RangeError('there is no such password');
    let rest = number;
    let state: State = this.debts - 1;
    let password = '';
    for (let left = this.policy.length; left > 0; left--) {
      const step = this.step(left, state, rest);
      password += step.char;
      ({ state, rest } = step);
    }
    return password;
  }

  private step(left: number, state: State, number: bigint): { char: string; state: State; rest: bigint } {
    let rest = number;
    for (let index = 0; index < this.kinds.length; index++) {
      const next = this.after(state, index);
      if (next === undefined) continue;
      const chars = this.charsAt(left, index);
      const each = this.count(left - 1, next);
      const all = each * BigInt(chars.length);
      if (rest < all) return { char: chars.charAt(Number(rest / each)), state: next, rest: rest % each };
      rest -= all;
    }
    throw new RangeError('there is no such password');
  }

  /** In how many ways a password with `left` characters to go can end. */
  private count(left: number, state: State): bigint {
    if (left === 0) return state % this.debts === 0 ? 1n : 0n;
    const key = state * (this.policy.length + 1) + left;
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    let ways = 0n;
    for (let index = 0; index < this.kinds.length; index++) {
      const chars = this.charsAt(left, index).length;
      const next = chars === 0 ? undefined : this.after(state, index);
      if (next !== undefined) ways += BigInt(chars) * this.count(left - 1, next);
    }
    this.counts.set(key, ways);
    return ways;
  }

  private charsAt(left: number, index: number): string {
    const kind = this.kinds[index];
    return (left === 1 || left === this.policy.length ? kind?.edgeChars : kind?.chars) ?? '';
  }

  /** The state after a character of this class; undefined when the run would be too long. */
  private after(state: State, index: number): State | undefined {
    const { min, stride } = this.kinds[index] ?? { min: 0, stride: 1 };
    const debts = state % this.debts;
    const owed = Math.floor(debts / stride) % (min + 1);
    const paid = owed > 0 ? debts - stride : debts;
    if (this.maxRun === 0) return paid;
    // Above the debts: run × classes + class, with a run of 0 before the first character.
    const past = Math.floor(state / this.debts);
    const run = past % this.kinds.length === index ? Math.floor(past / this.kinds.length) + 1 : 1;
    return run > this.maxRun ? undefined : paid + this.debts * (run * this.kinds.length + index);
  }
}
