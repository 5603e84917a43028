import type { CredentialRedisclosed, IdentityRevealed } from '../domain/disclosures/events';
import type { IdentityCheckedOut } from '../domain/identities/events';

/** Facts that a person was shown values. */
export type Showing = IdentityCheckedOut | IdentityRevealed | CredentialRedisclosed;

/** A fact of showing, as the log or the audit trail holds it. */
export interface ShowingFact {
  readonly data: Pick<Showing['data'], 'identityId' | 'version' | 'alternatives'>;
  readonly metadata: { readonly time: string };
}

const HOUR_MS = 3_600_000;

/**
 * The different values that somebody was shown within an hour, counted up to a limit: by value, when it was shown last. The same
 * value shown twice is one.
 */
export class ShownValues {
  private readonly at = new Map<string, number>();

  constructor(private readonly most: number) {}

  add({ data: { identityId, version, alternatives = [] }, metadata: { time } }: ShowingFact): void {
    const shownAt = Date.parse(time);
    for (const each of new Set([version, ...alternatives])) {
      const value = `${identityId} ${each}`;
      // The newest last, whatever was there before.
      this.at.delete(value);
      this.at.set(value, shownAt);
    }
    for (const [value, last] of this.at) {
      if (last > shownAt - HOUR_MS && this.at.size <= this.most) break;
      this.at.delete(value);
    }
  }

  get count(): number {
    return this.at.size;
  }

  /** When the one that was shown first was shown; empty: none was. */
  get since(): string {
    const [first] = this.at.values();
    return first === undefined ? '' : new Date(first).toISOString();
  }
}
