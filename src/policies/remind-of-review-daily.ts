import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RemindOfReview } from '../commands/sessions/remind-of-review';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A break-glass session that nobody has reviewed is brought to mind every day, until somebody has. */
@Injectable()
export class RemindOfReviewDaily implements Policy {
  readonly name = 'remind-of-review-daily';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'review',
    everyMs: 60_000,
    carryOut: async (deadline) => {
      const { sessionId = '' } = deadline;
      await this.commands.execute(new RemindOfReview(this.contexts.due(this.name, deadline), sessionId));
    },
  };
}
