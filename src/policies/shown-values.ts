import type { CredentialRedisclosed, IdentityRevealed } from '../domain/disclosures/events';
import type { IdentityCheckedOut } from '../domain/identities/events';

/** Facts that a person was shown values. */
export type Showing = IdentityCheckedOut | IdentityRevealed | CredentialRedisclosed;

/** A fact of showing, as the log or the audit trail holds it. */
export interface ShowingFact {
  /** Of the fact: another one may take it back. */
  readonly eventId: string;
  readonly data: Pick<Showing['data'], 'identityId' | 'version' | 'alternatives'> & {
    readonly transferredFrom?: object;
  };
  readonly metadata: { readonly time: string };
}

const HOUR_MS = 3_600_000;
/** Of one value so many showings are remembered: each of them may be taken back. */
const MOST_OF_ONE = 8;

interface Shown {
  readonly by: string;
  readonly at: number;
}

/** Who is handed a session is shown nothing by it. */
const valuesOf = ({
  identityId,
  version,
  alternatives = [],
  transferredFrom,
}: ShowingFact['data']): readonly string[] =>
  transferredFrom === undefined ? [...new Set([version, ...alternatives])].map((each) => `${identityId} ${each}`) : [];

const lastOf = (all: readonly Shown[]): number => all.at(-1)?.at ?? 0;

/**
 * The different values that somebody was shown within an hour, counted up to a limit: by value, when it was shown last. The same
 * value shown twice is one.
 */
export class ShownValues {
  /** The value that was shown last comes last. */
  private shown = new Map<string, readonly Shown[]>();

  constructor(private readonly most: number) {}

  add({ eventId: by, data, metadata: { time } }: ShowingFact): void {
    const values = valuesOf(data);
    if (values.length === 0) return;
    const at = Date.parse(time);
    for (const value of values) {
      const before = this.shown.get(value) ?? [];
      this.shown.delete(value);
      this.shown.set(value, [...before, { by, at }].slice(-MOST_OF_ONE));
    }
    // Asked at every showing: an iterator would make an object for each value.
    this.shown.forEach((all, value) => {
      if (lastOf(all) <= at - HOUR_MS || this.shown.size > this.most) this.shown.delete(value);
    });
  }

  /**
   * The same of what was shown before all that is known, for whoever reads the newest first; not of what is longer than an hour
   * ago. Once the limit is reached, only showings of values that are counted already are still remembered.
   */
  addEarlier({ eventId: by, data, metadata: { time } }: ShowingFact): void {
    const shown = { by, at: Date.parse(time) };
    for (const value of valuesOf(data).toReversed()) {
      const later = this.shown.get(value) ?? [];
      if (later.length === 0 && this.count < this.most) this.shown = new Map([[value, [shown]], ...this.shown]);
      else if (later.length > 0 && later.length < MOST_OF_ONE) this.shown.set(value, [shown, ...later]);
    }
  }

  /** What a fact told was not shown after all. */
  takeBack(eventId: string): void {
    for (const [value, all] of this.shown) {
      const left = all.filter(({ by }) => by !== eventId);
      if (left.length === 0) this.shown.delete(value);
      else this.shown.set(value, left);
    }
  }

  get count(): number {
    return this.shown.size;
  }

  /** When the one that was shown first was shown; empty: none was. */
  get since(): string {
    const times = [...this.shown.values()].map(lastOf);
    return times.length === 0 ? '' : new Date(Math.min(...times)).toISOString();
  }
}
