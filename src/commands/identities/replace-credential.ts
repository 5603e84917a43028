import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { replaceCredential } from '../../domain/identities/decide/versions';
import { identity } from '../../domain/identities/evolve';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { isRefusal, refuse } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { reachIdentity } from '../deciding/reach';
import { secretMissing, Values } from '../material/values';

/** A manager sets the value by hand. Needs `pam_vaults.manage`; none of the last ten values. */
export class ReplaceCredential extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly credential: string,
    readonly ifMatch?: number,
  ) {
    super();
  }
}

@CommandHandler(ReplaceCredential)
export class ReplaceCredentialHandler implements ICommandHandler<ReplaceCredential> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Values) private readonly values: Values,
  ) {}

  async execute({ context, identityId: id, credential, ifMatch }: ReplaceCredential): Promise<Written> {
    const matter = { fold: identity, id, refusedAs: 'keyledger.credential-replace-refused.v1' };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachIdentity(desk, context, id, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { identity: found, standing } = reached;
      const { state } = await desk.view.load(organization, found.organizationId);
      const refusal = expectRevision(desk.target, ifMatch) ?? secretMissing(state);
      if (refusal !== undefined) {
        return refusal;
      }
      const replacedBy = (version: number) =>
        replaceCredential(found, id, { version, by: standing.email, typedBy: standing.userId, now: desk.now });
      const allowed = replacedBy(found.highestVersion + 1);
      if (isRefusal(allowed)) {
        return allowed;
      }
      const place = { organizationId: found.organizationId, vaultId: found.identityGroupId, organization: state };
      const reads = this.values.reads();
      const wasUsed = await this.values.usedBefore(place, id, { reads });
      if (wasUsed(credential)) {
        return refuse('PASSWORD_REUSED', 'The value was used before; the last ten may not come back.');
      }
      await this.values.retireIfOpens(place, id, found.credentialVersion, reads);
      return replacedBy(await this.values.keepNew(place, id, found.highestVersion, credential, reads));
    });
    return { id, position };
  }
}
