import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RecordAuditRead, type AuditReadKind } from '../../commands/audit/record-audit-read';
import type { Context } from '../../kernel/context';
import type { AuditFilter } from '../../queries/audit/audit-filter';
import { CheckAuditFilter } from '../../queries/audit/check-audit-filter';
import { EntryLeaves } from '../../queries/audit/entry-leaves';
import { ExportAudit } from '../../queries/audit/export-audit';
import { ListAudit } from '../../queries/audit/list-audit';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { Cursors } from '../paging/cursors';
import { invalid } from '../platform/validation/invalid';
import { AuditEntryDto } from './audit.dtos';
import { AuditQuery, ExportQuery } from './audit-queries';
import { isForExcel } from './excel';
import { EXPORT_FORMATS, exported } from './export-formats';

const READS = ['audit_trail', 'names', 'sessions', 'users', 'agents'];

type Question = Omit<ExportQuery, 'format' | 'bom'>;

/** Whoever looks into the audit stands in it before seeing anything. */
@ApiTags('Audit')
@Controller('audit')
export class AuditController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(EntryLeaves) private readonly leaves: EntryLeaves,
  ) {}

  @Get()
  @Endpoint({
    id: 'readAuditTrail',
    summary: 'Read the audit trail, newest first',
    permission: 'pam_audit.read; facts of the account only when it is assigned for all organizations',
    description: 'Reading is recorded.',
    answers: { 200: pageOf(AuditEntryDto) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { limit, cursor, ...question }: AuditQuery) {
    const { order = 'desc', ...filter } = question;
    const list = `audit ${JSON.stringify([order, Object.entries(filter).toSorted()])}`;
    const page = this.cursors.request(list, { limit, cursor });
    await this.check(context, filter);
    await this.tell(context, question, { as: 'page' });
    return this.cursors.answer(list, await this.queries.execute(new ListAudit(context, filter, order, page)));
  }

  @Get('export')
  @Endpoint({
    id: 'exportAuditTrail',
    summary: 'Export the audit trail, newest first',
    permission: 'pam_audit.read; facts of the account only when it is assigned for all organizations',
    description: 'As JSON Lines or CSV, or for a SIEM as OCSF 1.8.0 or CEF, of any size. Exporting is recorded.',
    answers: { 200: null },
    codes: ['NOT_FOUND'],
    reads: READS,
    produces: ['application/jsonl', 'text/csv', 'text/plain'],
    unhurried: true,
  })
  async export(@Ctx() context: Context, @Query() { format, bom, ...question }: ExportQuery) {
    const forExcel = isForExcel({ format, bom });
    const { order = 'desc', ...filter } = question;
    await this.check(context, filter);
    await this.tell(context, question, { as: 'export', format });
    const pages = await this.queries.execute(new ExportAudit(context, filter, order));
    return new StreamableFile(Readable.from(exported(pages, format, this.leaves, forExcel)), {
      type: EXPORT_FORMATS[format].mediaType,
      disposition: `attachment; filename="keyledger-audit.${EXPORT_FORMATS[format].extension}"`,
    });
  }

  /** What can match nothing is a slip of who asks: nothing was looked into, and no fact says that something was. */
  private async check(context: Context, filter: AuditFilter): Promise<void> {
    const complaints = await this.queries.execute(new CheckAuditFilter(context, filter));
    if (complaints.length > 0) throw invalid(...complaints);
  }

  private tell(context: Context, { organizationId, ...question }: Question, looking: AuditReadKind) {
    const { order = 'desc', type = [], ...filter } = question;
    const [one, ...others] = type;
    const asked = one === undefined ? {} : others.length === 0 ? { type: one } : { types: type };
    return this.commands.execute(new RecordAuditRead(context, organizationId, { ...filter, ...asked, order }, looking));
  }
}
