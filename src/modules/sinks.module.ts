import { Module } from '@nestjs/common';
import { RecordSinkFailedHandler } from '../commands/operations/record-sink-failed';
import { RecordSinkRecoveredHandler } from '../commands/operations/record-sink-recovered';
import { SinkRunner } from '../services/sinks/sink-runner';
import { AuditModule } from './audit.module';

/** What goes to places outside: every fact, and the checkpoints that prove them. */
@Module({
  imports: [AuditModule],
  providers: [RecordSinkFailedHandler, RecordSinkRecoveredHandler, SinkRunner],
  exports: [SinkRunner],
})
export class SinksModule {}
