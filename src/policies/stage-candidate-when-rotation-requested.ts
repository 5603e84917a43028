import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { StageCandidate } from '../commands/identities/stage-candidate';
import type { CandidateRefused, RotationRequested } from '../domain/identities/events';
import type { RecordedEvent } from '../kernel/recorded-event';
import type { DueWork, Policy, Reaction } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A rotation on hosts needs a value to bring there, and another one when a target's own rules refuse it. */
@Injectable()
export class StageCandidateWhenRotationRequested implements Policy {
  readonly name = 'stage-candidate-when-rotation-requested';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction: Reaction = {
    types: ['keyledger.rotation-requested.v1', 'keyledger.rotation-candidate-refused.v1'],
    react: async (event: RecordedEvent) => {
      const { identityId, rotationId, mode } = event.data as (RotationRequested | CandidateRefused)['data'] & {
        mode?: string;
      };
      if (mode === undefined || mode === 'hosts') {
        await this.commands.execute(new StageCandidate(this.contexts.after(this.name, event), identityId, rotationId));
      }
    },
  };

  /** For those requested before this policy first listened, or restored with a backup. */
  readonly dueWork: DueWork = {
    kind: 'staging',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const { identityId = '', rotationId = '' } = deadline;
      await this.commands.execute(new StageCandidate(this.contexts.due(this.name, deadline), identityId, rotationId));
    },
  };
}
