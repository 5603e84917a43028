import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { account } from '../../domain/accounts/state';
import { bindMaterialStore } from '../../domain/material-stores/decide';
import { materialStore } from '../../domain/material-stores/state';
import type { Context } from '../../kernel/context';
import { MaterialBinding } from '../../kernel/material-binding';
import { RefusedError } from '../../kernel/refused-error';
import { StoreDamaged } from '../../kernel/store-errors';
import { Decisions } from '../deciding/decisions';

/**
 * Has the log name the store its sealed values lie in, at the first start, and looks at every other one whether that is
 * the store that was opened. Errors: `StoreDamaged` where it is another one; nothing was written then.
 */
export class BindMaterialStore extends Command<void> {
  constructor(readonly context: Context) {
    super();
  }
}

@CommandHandler(BindMaterialStore)
export class BindMaterialStoreHandler implements ICommandHandler<BindMaterialStore> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialBinding) private readonly opened: MaterialBinding,
  ) {}

  async execute({ context }: BindMaterialStore): Promise<void> {
    const { id: materialStoreId, isNew } = this.opened;
    try {
      await this.deciding.decide(context, { fold: materialStore }, async ({ target, view }) => {
        // Whoever has worked with a log has become its owner first.
        const logHasFacts = isNew && (await view.load(account)).revision >= 0;
        return bindMaterialStore(target.state, { materialStoreId, isNew }, logHasFacts);
      });
    } catch (error) {
      if (error instanceof RefusedError) {
        if (error.refusal.code === 'MATERIAL_LOSS_UNFINISHED') {
          throw new StoreDamaged(
            'the loss of the sealed values was recorded half-way; run npx --no keyledger settle material-store --reason "…" once more, with the same store',
            { cause: error },
          );
        }
        throw new StoreDamaged(
          'the log goes with another store of sealed values than the one that was opened, which holds none of its values; name the right one (KEYLEDGER_DATA_DIR, KEYLEDGER_MATERIAL_STORE, MONGODB_URL) or restore it from a copy, and only when it is lost for good record that with npx --no keyledger settle material-store --reason "…"',
          { cause: error },
        );
      }
      throw error;
    }
    await this.opened.bind();
  }
}
