import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { discardVersion } from '../../domain/identities/decide/versions';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import type { MaterialStore } from '../../kernel/material-store';
import { PORTS } from '../../kernel/ports';
import { isRefusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { reachIdentity } from '../deciding/reach';

/** A manager says that a replaced value is dead; it is destroyed. Needs `pam_vaults.manage`. */
export class DiscardVersion extends Command<Written> {
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
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(PORTS.materialStore) private readonly material: MaterialStore,
  ) {}

  async execute({ context, identityId: id, version }: DiscardVersion): Promise<Written> {
    const refusedAs = 'keyledger.credential-version-discard-refused.v1';
    const { position } = await this.deciding.decide(
      context,
      { fold: identity, id, refusedAs, asked: { version } },
      async (desk) => {
        const reached = await reachIdentity(desk, context, id, 'pam_vaults.manage');
        return isRefusal(reached) ? reached : discardVersion(reached.identity, id, version);
      },
    );
    await this.material.destroy(id, version);
    return { id, position };
  }
}
