import { Module } from '@nestjs/common';
import { AuditReads } from '../commands/audit/audit-reads';
import { RecordAuditReadHandler } from '../commands/audit/record-audit-read';
import { RecordEvidenceReadHandler } from '../commands/audit/record-evidence-read';
import { RecordStreamReplayHandler } from '../commands/audit/record-stream-replay';
import { AuditController } from '../http/audit/audit.controller';
import { StreamsController } from '../http/audit/streams.controller';
import { AuditConditions } from '../queries/audit/audit-conditions';
import { AuditTrail } from '../queries/audit/audit-trail';
import { CheckAuditFilterHandler } from '../queries/audit/check-audit-filter';
import { EntriesOfFacts } from '../queries/audit/entries-of-facts';
import { EntryLeaves } from '../queries/audit/entry-leaves';
import { NamesOfEntries } from '../queries/audit/entry-names';
import { ExportAuditHandler } from '../queries/audit/export-audit';
import { KnownActors } from '../queries/audit/known-actors';
import { ListAuditHandler } from '../queries/audit/list-audit';
import { ReplayStreamHandler } from '../queries/streams/replay-stream';

/** The audit trail and the streams behind it. */
@Module({
  controllers: [AuditController, StreamsController],
  providers: [
    AuditReads,
    RecordAuditReadHandler,
    RecordEvidenceReadHandler,
    RecordStreamReplayHandler,
    AuditConditions,
    AuditTrail,
    EntriesOfFacts,
    EntryLeaves,
    NamesOfEntries,
    KnownActors,
    CheckAuditFilterHandler,
    ListAuditHandler,
    ExportAuditHandler,
    ReplayStreamHandler,
  ],
  exports: [AuditReads, AuditTrail, EntriesOfFacts, NamesOfEntries],
})
export class AuditModule {}
