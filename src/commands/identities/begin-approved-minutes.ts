import { Inject, Injectable } from '@nestjs/common';
import type { AccessRequest } from '../../domain/identities/access-request';
import { useRequest } from '../../domain/identities/decide/access-request';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Ids } from '../../kernel/ids';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import type { RefusedRequest } from '../deciding/refusals';

type Judge = (
  authorization: AuthorizationContext,
) => Promise<{ readonly approval?: { readonly begins?: AccessRequest } } | Refusal>;

/**
 * With the first reveal the minutes begin that were approved: a fact of the identity, so that a checkout, a revocation and
 * another reveal on whatever node see it.
 */
@Injectable()
export class BeginApprovedMinutes {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Ids) private readonly ids: Ids,
  ) {}

  /** Judges once more, at the moment at which it is written. Errors: {@link Refused}, after the refusal was recorded. */
  async begin(
    context: Context,
    { identityId, refusedAs, asked }: { identityId: string; refusedAs: string; asked: RefusedRequest },
    judge: Judge,
  ): Promise<void> {
    // Not under the request's own ids: one that comes again with its key may be another use, of another approval.
    const anew = { ...context, ids: this.ids };
    await this.deciding.decide(anew, { fold: identity, id: identityId, refusedAs, asked }, async (decision) => {
      const { view, now } = decision;
      const judged = await judge({ view, nowOn: () => now, about: (subject) => decision.about(subject) });
      if (isRefusal(judged)) {
        return judged;
      }
      const begins = judged.approval?.begins;
      return begins === undefined ? [] : [useRequest(decision.target.state, identityId, begins, now)];
    });
  }
}
