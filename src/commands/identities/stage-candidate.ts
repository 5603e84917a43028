import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { failRotation } from '../../domain/identities/decide/rotation';
import { owesCandidate, stageCandidate } from '../../domain/identities/decide/stage-candidate';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { NewValues } from '../material/new-values';

/** Makes the value a rotation on hosts is to bring there: it lies sealed and was read back before any host has a job. */
export class StageCandidate extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly rotationId: string,
  ) {
    super();
  }
}

@CommandHandler(StageCandidate)
export class StageCandidateHandler implements ICommandHandler<StageCandidate> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(NewValues) private readonly newValues: NewValues,
  ) {}

  async execute({ context, identityId: id, rotationId }: StageCandidate): Promise<void> {
    const unique = context.ids.next();
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, view, now }) => {
      if (!owesCandidate(state, rotationId)) {
        return [];
      }
      const refused = (state.rotation?.refusals ?? 0) > 0;
      const version = await this.newValues.make(view, id, state, refused);
      return isRefusal(version)
        ? failRotation(state, id, rotationId, version, now)
        : stageCandidate(state, id, rotationId, version, { now, unique });
    });
  }
}
