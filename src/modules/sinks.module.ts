import { Module } from '@nestjs/common';
import { RecordSinkFailedHandler } from '../commands/operations/record-sink-failed';
import { SinkRunner } from '../services/sinks/sink-runner';
import { AuditModule } from './audit.module';

/** What goes to places outside: every fact, and the checkpoints that prove them. */
@Module({
  imports: [AuditModule],
  providers: [RecordSinkFailedHandler, SinkRunner],
  exports: [SinkRunner],
})
export class SinksModule {}
