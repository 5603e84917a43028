import type { Fold } from '../fold';
import { ALL } from './settled';

/** The rights that a fold of one stream gives up to settled losses: what stood before one does not stand after it. */
export class GivenUp {
  private upTo = ALL;

  /**
   * The state as what lies at this revision finds it. `losses`: up to which revisions losses of the stream were settled, ascending.
   */
  before<S>(
    revision: number,
    losses: readonly number[],
    fold: Pick<Fold<S>, 'initial' | 'withoutRights'>,
    state: S,
  ): S {
    let left = state;
    for (const upTo of losses) {
      if (upTo >= revision || upTo <= this.upTo) continue;
      this.upTo = upTo;
      left = fold.withoutRights?.(left) ?? fold.initial;
    }
    return left;
  }
}
