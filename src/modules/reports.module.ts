import { Module } from '@nestjs/common';
import { RecordReportReadHandler } from '../commands/reports/record-report-read';
import { ReportsController } from '../http/reports/reports.controller';
import { BreakGlassReportHandler } from '../queries/reports/break-glass-report';
import { IncidentFacts } from '../queries/reports/incident-facts';
import { AuditModule } from './audit.module';

/** What auditors ask for. */
@Module({
  imports: [AuditModule],
  controllers: [ReportsController],
  providers: [RecordReportReadHandler, IncidentFacts, BreakGlassReportHandler],
})
export class ReportsModule {}
