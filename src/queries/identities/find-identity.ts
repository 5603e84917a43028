import { Inject, Injectable } from '@nestjs/common';
import type { IdentityDocument } from '../../../projections/identities/document';
import { assertNotLost } from '../../access/not-lost';
import { holds, type Permission } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';

/** One identity that exists for the caller, a deleted one for whoever may bring it back: what every question about a single identity begins with. */
@Injectable()
export class FindIdentity {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async find(
    context: Context,
    identityId: string,
    permission: Permission = 'pam_vaults.view',
  ): Promise<{ caller: QueryContext; identity: IdentityDocument }> {
    const caller = await this.asking.caller(context);
    const found = await this.models.readModel<IdentityDocument>('identities').get(identityId);
    if (found === undefined) await assertNotLost(caller.view, 'identity', identityId);
    const isHidden = found?.state === 'deleted' && !holds(caller.rights, 'pam_vaults.manage', found.organizationId);
    const identity = isHidden ? undefined : found;
    this.asking.require(caller, permission, identity?.organizationId, 'identity');
    const now = await this.asking.nowOf(caller, identityId);
    return { caller: { ...caller, now }, identity: identity as IdentityDocument };
  }
}
