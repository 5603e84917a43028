import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { auditEntry, type AuditEntry } from './audit-entry';
import type { AuditFilter, AuditOrder } from './audit-filter';
import { AuditTrail, type Trail } from './audit-trail';
import { NamesOfEntries } from './entry-names';

/** Entries as they come, some at a time: an export of any size needs the memory of one page. */
export type AuditPages = AsyncIterable<readonly AuditEntry[]>;

/** Every fact that fits. Needs `pam_audit.read`; to be asked only once the export itself is a fact. */
export class ExportAudit extends Query<AuditPages> {
  constructor(
    readonly context: Context,
    readonly filter: AuditFilter,
    readonly order: AuditOrder,
  ) {
    super();
  }
}

const PAGE = 200;

async function* pagesOf(
  trail: Trail,
  names: NamesOfEntries,
  end: string | undefined,
): AsyncGenerator<readonly AuditEntry[]> {
  let after: string | undefined;
  for (;;) {
    const page = await trail.next(PAGE, after);
    const wanted = end === undefined ? page : page.filter(({ id }) => id <= end);
    if (wanted.length > 0) {
      const named = await names.of(wanted);
      yield wanted.map((document, n) => auditEntry(document, named[n] ?? {}));
    }
    after = page.at(-1)?.id;
    if (wanted.length < PAGE || after === undefined) {
      return;
    }
    // Others are served between two pages.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

@QueryHandler(ExportAudit)
export class ExportAuditHandler implements IQueryHandler<ExportAudit> {
  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(NamesOfEntries) private readonly names: NamesOfEntries,
  ) {}

  /** Judged before it answers; the pages are read as they are taken, up to the newest fact there is now. */
  async execute({ context, filter, order }: ExportAudit): Promise<AuditPages> {
    const trail = await this.trail.open(context, filter, order);
    if (order === 'desc') {
      return pagesOf(trail, this.names, undefined);
    }
    const [newest] = await (await this.trail.open(context, filter, 'desc')).next(1);
    return pagesOf(trail, this.names, newest?.id ?? '');
  }
}
