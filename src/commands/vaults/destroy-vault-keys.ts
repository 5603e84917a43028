import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { destroyVaultKeys } from '../../domain/vaults/decide';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import { Decisions } from '../deciding/decisions';

/** Destroys salt and history key of a vault that was deleted 7 days ago. The facts stay. */
export class DestroyVaultKeys extends Command<void> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
  ) {
    super();
  }
}

@CommandHandler(DestroyVaultKeys)
export class DestroyVaultKeysHandler implements ICommandHandler<DestroyVaultKeys> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
  ) {}

  async execute({ context, vaultId: id }: DestroyVaultKeys): Promise<void> {
    await this.deciding.decide(context, { fold: vault, id }, async ({ target, now }) => {
      const events = destroyVaultKeys(target.state, id, target.time ?? now, now);
      if (events.length > 0) {
        // Destroyed before the fact that says so: whoever stops between the two does it again.
        await this.material.destroyVaultKeys(id);
      }
      return events;
    });
  }
}
