import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { holds } from '../../access/permissions';
import { organizationExists } from '../../access/organization-exists';
import { notFound } from '../../access/require';
import { supportAccessOf, type SupportAccessView } from '../../access/support-access-of';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';

/** Whether support is let into an organization. Needs `support_access.manage` or `pam_audit.read` there. */
export class GetSupportAccess extends Query<Single<SupportAccessView>> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@QueryHandler(GetSupportAccess)
export class GetSupportAccessHandler implements IQueryHandler<GetSupportAccess> {
  constructor(@Inject(QueryAuthorization) private readonly asking: QueryAuthorization) {}

  async execute({ context, organizationId }: GetSupportAccess): Promise<Single<SupportAccessView>> {
    const caller = await this.asking.caller(context);
    if (!(await organizationExists(caller.view, organizationId))) {
      throw new RefusedError(notFound('organization'));
    }
    const readsAudit = holds(caller.rights, 'pam_audit.read', organizationId);
    this.asking.require(
      caller,
      readsAudit ? 'pam_audit.read' : 'support_access.manage',
      organizationId,
      'organization',
    );
    return supportAccessOf(caller.view, organizationId);
  }
}
