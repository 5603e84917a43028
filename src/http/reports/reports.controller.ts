import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RecordReportRead } from '../../commands/reports/record-report-read';
import type { Context } from '../../kernel/context';
import { cutPage as pageFrom } from '../../kernel/page';
import { BreakGlassReport, incidentKey, type IncidentPages } from '../../queries/reports/break-glass-report';
import type { Incident } from '../../queries/reports/incident';
import { isForExcel } from '../audit/excel';
import { Cursors } from '../paging/cursors';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { checkSpan } from '../shared/check-span';
import { incidentCsv } from './incident-csv';
import { BreakGlassReportQuery, IncidentPageDto } from './reports.dtos';

const firstOf = async (pages: IncidentPages, count: number): Promise<readonly Incident[]> => {
  const found: Incident[] = [];
  for await (const page of pages) {
    found.push(...page);
    if (found.length >= count) break;
  }
  return found;
};

/** Whoever reads a report stands in the audit before anything is shown. */
@ApiTags('Reports')
@Controller('reports')
export class ReportsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get('break-glass')
  @Endpoint({
    id: 'reportBreakGlass',
    summary: 'Every break-glass, and what is missing of it: exceptions first',
    permission: 'pam_audit.read or pam_vaults.manage; where one of them is assigned, or everywhere',
    description:
      'Each with its justification, why nobody approved, how long it lasted, beside whom it was made, who was told when and how, when the value was replaced by one that its user does not know, and who reviewed it when. `missing` says what is not there; those come first, in each half the newest first. As CSV the whole report is one answer. Reading is recorded.',
    answers: { 200: IncidentPageDto },
    codes: ['NOT_FOUND'],
    reads: ['sessions', 'audit_trail', 'deliveries', 'names', 'users'],
    produces: ['application/json', 'text/csv'],
    unhurried: true,
  })
  async breakGlass(@Ctx() context: Context, @Query() query: BreakGlassReportQuery) {
    const { format = 'json', limit, cursor, organizationId, from, to } = query;
    const forExcel = isForExcel(query);
    const bounds = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    checkSpan(bounds);
    const span = { ...(organizationId === undefined ? {} : { organizationId }), ...bounds };
    const list = `report break-glass ${JSON.stringify(span)}`;
    const page = this.cursors.request(list, { limit, cursor });
    await this.commands.execute(
      new RecordReportRead(context, { report: 'break-glass', format, ...bounds }, organizationId),
    );
    const pages = await this.queries.execute(new BreakGlassReport(context, span, page.after));
    if (format === 'csv') {
      return new StreamableFile(Readable.from(incidentCsv(pages, forExcel)), {
        type: 'text/csv; charset=utf-8; header=present',
        disposition: 'attachment; filename="keyledger-break-glass.csv"',
      });
    }
    return this.cursors.answer(list, pageFrom(await firstOf(pages, page.limit + 1), page.limit, incidentKey));
  }
}
