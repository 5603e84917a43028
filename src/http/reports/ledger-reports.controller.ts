import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Res, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RecordReportRead } from '../../commands/reports/record-report-read';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { timestamp } from '../../kernel/time';
import { ListReports } from '../../queries/reports/list-reports';
import { MakeReport, type MadeReport } from '../../queries/reports/make-report';
import type { Report } from '../../reports/report';
import { ReportTooLong } from '../../reports/report';
import { REPORTS } from '../../reports/reports';
import { ROW_COLUMNS } from '../../reports/row-line';
import { isForExcel } from '../audit/excel';
import { whenClosed } from '../edge/when-closed';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathPart } from '../platform/endpoint/path-parameter';
import { invalid } from '../platform/validation/invalid';
import { oneOf } from '../platform/validation/one-of';
import { checkAsked } from './check-asked';
import { LedgerReportQuery, REPORT_IDS, ReportDto, ReportListDto } from './ledger-report.dtos';
import { reportCsv } from './report-csv';
import { reportJson } from './report-json';
import { ReportTurns } from './report-turns';

const WHICH = { description: 'Which report; GET /reports lists them.', example: 'R4' };

const JSON_TYPE = { type: 'application/json; charset=utf-8' };
const csvOf = (id: string) => ({
  type: 'text/csv; charset=utf-8',
  disposition: `attachment; filename="keyledger-${id}.csv"`,
});

const reportOf = (id: string): Report => REPORTS.find((report) => report.id === id) as Report;

/** What auditors ask for, made from the facts of the log: each row with the places in the tree of the facts it follows from. */
@ApiTags('Reports')
@Controller('reports')
export class LedgerReportsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ReportTurns) private readonly turns: ReportTurns,
  ) {}

  @Get()
  @Endpoint({
    id: 'listReports',
    summary: 'The reports there are',
    permission: 'anybody signed in',
    description: 'With their columns, what is counted for their population, and what they can be asked with.',
    answers: { 200: ReportListDto },
  })
  async list(@Ctx() context: Context) {
    const reports = await this.queries.execute(new ListReports(context));
    const items = reports.map(({ id, version, title, population, columns, parameters }) => ({
      id,
      version,
      title,
      population,
      columns: [...columns, ...ROW_COLUMNS],
      parameters,
    }));
    return { items };
  }

  @Get(':reportId')
  @Endpoint({
    id: 'getReport',
    summary: 'A report, made from the facts of the log, of now or of a past moment',
    permission:
      'pam_audit.read in the organization; rows of the account only when it is assigned for all organizations',
    description:
      'With its header: parameters, moment, checkpoint, population, number of rows, SHA-256 of them. Each row names the leaves of the facts it follows from. `asOf` makes it by the facts up to that moment: the same as it was then. The verifier makes the same reports again from a bundle of evidence. Reading is recorded. More than 100,000 rows are refused: ask for a shorter time or one organization. A caller has one report made or read at once, a server four.',
    answers: { 200: ReportDto },
    codes: ['NOT_FOUND', 'TOO_MANY_REQUESTS'],
    produces: ['application/json', 'text/csv'],
    unhurried: true,
  })
  async get(
    @Ctx() context: Context,
    @PathPart('reportId', oneOf(REPORT_IDS), 'report', WHICH) id: string,
    @Query() query: LedgerReportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { format = 'json', bom: _, ...asked } = query;
    const forExcel = isForExcel(query);
    const report = reportOf(id);
    checkAsked(report, asked, timestamp(this.clock.now()));
    const leave = this.turns.enter(context.actor.userId ?? context.actor.name ?? '');
    try {
      const { organizationId, ...told } = asked;
      const command = new RecordReportRead(context, { report: id, format, ...told }, organizationId);
      const { eventId } = await this.commands.execute(command);
      const { header, rows } = await this.make(new MakeReport(context, report, asked, eventId));
      const whole = { ...header, ...this.madeBy(context), verify: 'npx keyledger verify BUNDLE --key VKEY' };
      const pieces = format === 'csv' ? reportCsv(whole, rows(), forExcel) : reportJson(whole, rows());
      // What it was made of is held until its last row is read, or nobody reads any more.
      if (reply.raw.destroyed) leave();
      else whenClosed(reply, leave);
      return new StreamableFile(Readable.from(pieces, { objectMode: false }), format === 'csv' ? csvOf(id) : JSON_TYPE);
    } catch (error) {
      leave();
      throw error;
    }
  }

  private madeBy({ actor: { userId } }: Context) {
    return { generatedAt: timestamp(this.clock.now()), ...(userId === undefined ? {} : { generatedBy: userId }) };
  }

  private async make(query: MakeReport): Promise<MadeReport> {
    try {
      return await this.queries.execute(query);
    } catch (error) {
      if (!(error instanceof ReportTooLong)) throw error;
      const field = query.report.parameters.includes('from') ? 'from' : 'organizationId';
      throw invalid({ field, message: `must narrow it down: ${error.message}` });
    }
  }
}
