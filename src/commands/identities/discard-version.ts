import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { discardVersion } from '../../domain/identities/decide/versions';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';

/** A manager says that a replaced value is dead; it is destroyed. Needs `pam_vaults.manage`. */
export class DiscardVersion extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly version: number,
  ) {
    super();
  }
}

@CommandHandler(DiscardVersion)
export class DiscardVersionHandler implements ICommandHandler<DiscardVersion> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
  ) {}

  async execute({ context, identityId: id, version }: DiscardVersion): Promise<CommandResult> {
    const refusedAs = 'keyledger.credential-version-discard-refused.v1';
    const { position } = await this.deciding.decide(
      context,
      { fold: identity, id, refusedAs, asked: { version } },
      async (decision) => {
        const reached = await loadAuthorizedIdentity(decision, context, id, 'pam_vaults.manage');
        return isRefusal(reached) ? reached : discardVersion(reached.identity, id, version);
      },
    );
    await this.material.destroy(id, version);
    return { id, position };
  }
}
