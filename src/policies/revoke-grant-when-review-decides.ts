import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RevokeReviewedGrant } from '../commands/access-reviews/revoke-reviewed-grant';
import type { AccessReviewLineDecided } from '../domain/access-reviews/events';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** What a review decided to revoke is revoked, also where the node that decided it died before it could. */
@Injectable()
export class RevokeGrantWhenReviewDecides implements Policy {
  readonly name = 'revoke-grant-when-review-decides';
  readonly critical = true;

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction = reactingTo<AccessReviewLineDecided>({
    'keyledger.access-review-line-decided.v1': async (event) => {
      const { decision, reviewId, grantId } = event.data;
      if (decision === 'revoke') {
        const context = this.contexts.after(this.name, event, grantId);
        await this.commands.execute(new RevokeReviewedGrant(context, reviewId, grantId));
      }
    },
  });
}
