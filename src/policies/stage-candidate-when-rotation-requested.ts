import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { StageCandidate } from '../commands/identities/stage-candidate';
import type { CandidateRefused, RotationRequested } from '../domain/identities/events';
import type { RecordedEvent } from '../kernel/recorded-event';
import { reactingTo, type DueWork, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A rotation on hosts needs a value to bring there, and another one when a target's own rules refuse it. */
@Injectable()
export class StageCandidateWhenRotationRequested implements Policy {
  readonly name = 'stage-candidate-when-rotation-requested';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction = reactingTo<RotationRequested | CandidateRefused>({
    'keyledger.rotation-requested.v1': async (event) => {
      if (event.data.mode === 'hosts') await this.stage(event, event.data);
    },
    'keyledger.rotation-candidate-refused.v1': (event) => this.stage(event, event.data),
  });

  /** For those requested before this policy first listened, or restored with a backup. */
  readonly dueWork: DueWork = {
    kind: 'staging',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const { identityId = '', rotationId = '' } = deadline;
      await this.commands.execute(new StageCandidate(this.contexts.due(this.name, deadline), identityId, rotationId));
    },
  };

  private async stage(
    event: RecordedEvent,
    { identityId, rotationId }: { readonly identityId: string; readonly rotationId: string },
  ): Promise<void> {
    await this.commands.execute(new StageCandidate(this.contexts.after(this.name, event), identityId, rotationId));
  }
}
