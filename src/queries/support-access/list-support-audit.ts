import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVERYWHERE } from '../../access/permissions';
import { permissionDenied } from '../../access/require';
import { supportAuditPlaces } from '../../access/support-audit-places';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { auditEntry, type AuditEntry } from '../audit/audit-entry';
import { AuditTrail } from '../audit/audit-trail';
import { NamesOfEntries } from '../audit/entry-names';
import { SUPPORT_FACTS } from './support-facts';

/** What was done about support access, newest first; to be asked only once the reading itself is a fact. */
export class ListSupportAudit extends Query<Page<AuditEntry>> {
  constructor(
    readonly context: Context,
    readonly organizationId: string | undefined,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListSupportAudit)
export class ListSupportAuditHandler implements IQueryHandler<ListSupportAudit> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(NamesOfEntries) private readonly names: NamesOfEntries,
  ) {}

  async execute({ context, organizationId, page }: ListSupportAudit): Promise<Page<AuditEntry>> {
    const places = supportAuditPlaces((await this.asking.caller(context)).rights);
    const wanted = organizationId === undefined ? places : [organizationId];
    const mayRead = wanted === places || places === EVERYWHERE || places.includes(organizationId ?? '');
    if (!mayRead || wanted.length === 0) {
      throw new RefusedError(permissionDenied('support_access.manage'));
    }
    const trail = await this.trail.in(wanted, { type: SUPPORT_FACTS }, 'desc');
    const found = await trail.next(page.limit + 1, page.after?.id);
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const names = await this.names.of(items);
    return { ...rest, items: items.map((item, n) => auditEntry(item, names[n] ?? {})) };
  }
}
