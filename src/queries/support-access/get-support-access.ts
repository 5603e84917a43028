import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { holds } from '../../access/permissions';
import { organizationExists } from '../../access/organization-exists';
import { notFound } from '../../access/require';
import { supportAccessOf, type SupportAccessView } from '../../access/support-access-of';
import type { Context } from '../../kernel/context';
import { Refused } from '../../kernel/refused';
import { Asking } from '../asking/asking';

/** Whether support is let into an organization. Needs `support_access.manage` or `pam_audit.read` there. */
export class GetSupportAccess extends Query<SupportAccessView> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@QueryHandler(GetSupportAccess)
export class GetSupportAccessHandler implements IQueryHandler<GetSupportAccess> {
  constructor(@Inject(Asking) private readonly asking: Asking) {}

  async execute({ context, organizationId }: GetSupportAccess): Promise<SupportAccessView> {
    const asker = await this.asking.asker(context);
    if (!(await organizationExists(asker.view, organizationId))) {
      throw new Refused(notFound('organization'));
    }
    const readsAudit = holds(asker.standing, 'pam_audit.read', organizationId);
    this.asking.require(asker, readsAudit ? 'pam_audit.read' : 'support_access.manage', organizationId, 'organization');
    return supportAccessOf(asker.view, organizationId);
  }
}
