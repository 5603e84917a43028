import { Inject, Injectable } from '@nestjs/common';
import type { CallerPermissions } from '../../access/caller-permissions';
import { knowsValues } from '../../access/may-know-values';
import { subjectOf } from '../../domain/identities/decide/rotation';
import type { IdentityState } from '../../domain/identities/state';
import { refuseFurtherMatch, tellMatch, toldMatches, type MatchTold } from '../../domain/identities/told-matches';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { Ids } from '../../kernel/ids';
import type { Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { unlessFarAhead } from '../../kernel/time';
import { Decisions } from '../deciding/decisions';
import type { DecisionContext } from '../deciding/decision-context';
import type { RefusedRequest } from '../deciding/refusals';

/** Whose value is about to be compared, by whom, and what the refusal is called. */
export interface Comparison {
  readonly identityId: string;
  readonly identity: IdentityState;
  readonly rights: CallerPermissions;
  readonly refusedAs: MatchTold['type'];
  /** Of a restore: the version that was asked for. */
  readonly version?: number;
}

/**
 * Whether a value equals a stored one is an answer about the stored one: whoever may see it is told freely, everybody else a
 * few times an hour, counted from facts.
 */
@Injectable()
export class Matches {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(Ids) private readonly ids: Ids,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Compares, if the caller may still be told. `compare` answers with the refusal that tells of a match.
   * Errors: {@link RefusedError}, when a match was told as a fact that counts.
   */
  async judge(
    { view, now }: Pick<DecisionContext<unknown>, 'view' | 'now'>,
    context: Context,
    comparison: Comparison,
    compare: () => Promise<Refusal | undefined>,
  ): Promise<Refusal | undefined> {
    const { identity, identityId, rights } = comparison;
    if (await knowsValues(view, this.digest, rights, { identity, now })) {
      return compare();
    }
    const { state } = await view.load(toldMatches, identityId);
    const further = refuseFurtherMatch(state, unlessFarAhead(now, this.clock.now()));
    if (further !== undefined) {
      return further;
    }
    const match = await compare();
    if (match !== undefined) {
      await this.tell(context, comparison, match);
      throw new RefusedError(match);
    }
    return undefined;
  }

  /** The fact first, then the answer. Not the request's own ids: one that comes again is told again, and counts again. */
  private async tell(context: Context, comparison: Comparison, { code, detail }: Refusal): Promise<void> {
    const { identity, identityId: id, refusedAs, version } = comparison;
    const subject = subjectOf(identity, id);
    const asked: { version?: number } = version === undefined ? {} : { version };
    const decisionTarget = { fold: toldMatches, id, refusedAs, asked: asked as RefusedRequest };
    await this.deciding.decide({ ...context, ids: this.ids }, decisionTarget, (decision) => {
      decision.about(subject);
      const now = unlessFarAhead(decision.now, this.clock.now());
      return tellMatch(decision.target.state, refusedAs, { ...subject, ...asked, code, detail }, now);
    });
  }
}
