import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import { GiveGrant } from '../access-grants/give-grant';
import { refuseGiving } from '../access-grants/judge-grant';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadAuthorizedVault } from '../deciding/load-authorized';
import { Bulk, type BulkResult } from './bulk';

/** Gives several principals access to a vault, each grant for itself. Needs `pam_vaults.manage`. */
export class GiveGrants extends Command<BulkResult> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly grants: readonly GiveGrant['grant'][],
  ) {
    super();
  }
}

@CommandHandler(GiveGrants)
export class GiveGrantsHandler implements ICommandHandler<GiveGrants> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Bulk) private readonly bulk: Bulk,
  ) {}

  /** A grant that was given is told by its own id, another by that of its principal. */
  async execute({ context, vaultId, grants }: GiveGrants): Promise<BulkResult> {
    const at = await this.recording.judge(context, 'keyledger.grants-give-refused.v1', async (authorization) => {
      const reached = await loadAuthorizedVault(authorization, context, vaultId, 'pam_vaults.manage');
      return isRefusal(reached) ? reached : (refuseGiving(reached.rights) ?? authorization.view.at);
    });
    const grantAt = (place: string) => grants[Number(place)] as GiveGrant['grant'];
    return this.bulk.run(
      context,
      { ids: grants.map((_, index) => String(index)), at },
      (each, place) => new GiveGrant(each, vaultId, grantAt(place)),
      (place) => grantAt(place).principalId,
    );
  }
}
