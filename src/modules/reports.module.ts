import { Module } from '@nestjs/common';
import { RecordReportReadHandler } from '../commands/reports/record-report-read';
import { LedgerReportsController } from '../http/reports/ledger-reports.controller';
import { ReportTurns } from '../http/reports/report-turns';
import { ReportsController } from '../http/reports/reports.controller';
import { BreakGlassReportHandler } from '../queries/reports/break-glass-report';
import { IncidentFacts } from '../queries/reports/incident-facts';
import { ListReportsHandler } from '../queries/reports/list-reports';
import { MakeReportHandler } from '../queries/reports/make-report';
import { AuditModule } from './audit.module';

/** What auditors ask for. */
@Module({
  imports: [AuditModule],
  controllers: [ReportsController, LedgerReportsController],
  providers: [
    RecordReportReadHandler,
    IncidentFacts,
    BreakGlassReportHandler,
    ListReportsHandler,
    MakeReportHandler,
    ReportTurns,
  ],
})
export class ReportsModule {}
