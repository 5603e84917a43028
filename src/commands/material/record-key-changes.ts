import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideKeyChanges, lostKeyChanges, type KeyVersion } from '../../domain/accounts/key-changes';
import { account } from '../../domain/accounts/state';
import type { Context } from '../../kernel/context';
import { KeyVersions } from '../../kernel/key-versions';
import { Decisions } from '../deciding/decisions';

/**
 * Has the log tell of keys that were changed while no server ran and of which it does not know: the root key, and one whose
 * change was ended half-way. Answers the keys of which it tells a later version than there is.
 */
export class RecordKeyChanges extends Command<readonly KeyVersion[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@CommandHandler(RecordKeyChanges)
export class RecordKeyChangesHandler implements ICommandHandler<RecordKeyChanges> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(KeyVersions) private readonly keys: KeyVersions,
  ) {}

  async execute({ context }: RecordKeyChanges): Promise<readonly KeyVersion[]> {
    const { inForce } = this.keys;
    const { state } = await this.deciding.decide(context, { fold: account }, async ({ target, now }) =>
      decideKeyChanges(target.state, inForce, { changedAt: now }),
    );
    return lostKeyChanges(state, inForce);
  }
}
