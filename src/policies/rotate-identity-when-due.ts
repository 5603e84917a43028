import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RequestScheduledRotation } from '../commands/identities/request-scheduled-rotation';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A rotation costs a server's core some 5 ms on its whole way: at this pace a thousand due at once slow no checkout down. */
const PER_SECOND = 50;

/** The manual: a scheduler runs every 30 minutes. What is due while checked out rotates at the last checkin. */
@Injectable()
export class RotateIdentityWhenDue implements Policy {
  readonly name = 'rotate-identity-when-due';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'rotation',
    everyMs: 30 * 60_000,
    perSecond: PER_SECOND,
    carryOut: async (deadline) => {
      const { identityId = '' } = deadline;
      await this.commands.execute(new RequestScheduledRotation(this.contexts.due(this.name, deadline), identityId));
    },
  };
}
