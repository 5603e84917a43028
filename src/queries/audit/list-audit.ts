import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { auditEntry, type AuditEntry } from './audit-entry';
import type { AuditFilter, AuditOrder } from './audit-filter';
import { AuditTrail } from './audit-trail';
import { NamesOfEntries } from './entry-names';

/** Facts of the audit. Needs `pam_audit.read`; to be asked only once the reading itself is a fact. */
export class ListAudit extends Query<Page<AuditEntry>> {
  constructor(
    readonly context: Context,
    readonly filter: AuditFilter,
    readonly order: AuditOrder,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListAudit)
export class ListAuditHandler implements IQueryHandler<ListAudit> {
  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(NamesOfEntries) private readonly names: NamesOfEntries,
  ) {}

  async execute({ context, filter, order, page }: ListAudit): Promise<Page<AuditEntry>> {
    const trail = await this.trail.open(context, filter, order);
    const end = order === 'asc' ? String(page.after?.value ?? (await this.newest(context, filter))) : undefined;
    const read = await trail.next(page.limit + 1, page.after?.id);
    const found = end === undefined ? read : read.filter(({ id }) => id <= end);
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: end ?? id, id }));
    const names = await this.names.of(items);
    return { ...rest, items: items.map((item, n) => auditEntry(item, names[n] ?? {})) };
  }

  /** Where a list that runs forward ends: each page of it is itself a fact, and the last one would never come. */
  private async newest(context: Context, filter: AuditFilter): Promise<string> {
    const [newest] = await (await this.trail.open(context, filter, 'desc')).next(1);
    return newest?.id ?? '';
  }
}
