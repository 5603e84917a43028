import { Module } from '@nestjs/common';
import { Bulk } from '../commands/bulk/bulk';
import { Candidates } from '../commands/bulk/candidates';
import { ForceCheckInSessionsHandler } from '../commands/bulk/force-check-in-sessions';
import { GiveGrantsHandler } from '../commands/bulk/give-grants';
import { RotateIdentitiesHandler } from '../commands/bulk/rotate-identities';
import { BulkAccessController } from '../http/bulk/bulk-access.controller';
import { BulkCheckinController } from '../http/bulk/bulk-checkin.controller';
import { BulkRotationController } from '../http/bulk/bulk-rotation.controller';

/** One act for many things, each judged alone. */
@Module({
  controllers: [BulkAccessController, BulkCheckinController, BulkRotationController],
  providers: [Bulk, Candidates, RotateIdentitiesHandler, ForceCheckInSessionsHandler, GiveGrantsHandler],
})
export class BulkModule {}
