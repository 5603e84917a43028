import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { confirmInVault, failRotation, valueLost } from '../../domain/identities/decide/rotation';
import { identity } from '../../domain/identities/evolve';
import { hasNoValue } from '../../domain/identities/lost-values';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { NewValues } from '../material/new-values';

/** Carries a requested rotation out in the vault alone: a new password stands, sealed and proven to open, before it is the one served. */
export class RotateInVault extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly rotationId: string,
  ) {
    super();
  }
}

@CommandHandler(RotateInVault)
export class RotateInVaultHandler implements ICommandHandler<RotateInVault> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(NewValues) private readonly newValues: NewValues,
  ) {}

  async execute({ context, identityId: id, rotationId }: RotateInVault): Promise<void> {
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, view, now }) => {
      if (state.rotation?.rotationId !== rotationId || state.rotation.mode !== 'vault') {
        return [];
      }
      const version = hasNoValue(state) ? valueLost() : await this.newValues.make(view, id, state);
      return isRefusal(version)
        ? failRotation(state, id, rotationId, version, now)
        : confirmInVault(state, id, rotationId, version, now);
    });
  }
}
