import { Module } from '@nestjs/common';
import { BackUpOnScheduleHandler } from '../commands/operations/back-up-on-schedule';
import { MakeBackupHandler } from '../commands/operations/make-backup';
import { PruneBackupsHandler } from '../commands/operations/prune-backups';
import { RebuildProjectionHandler } from '../commands/operations/rebuild-projection';
import { RecordAheadHandler } from '../commands/operations/record-ahead';
import { RecordDamageHandler } from '../commands/operations/record-damage';
import { RecordLogWentBackHandler } from '../commands/operations/record-log-went-back';
import { RecordLostRevocationsHandler } from '../commands/operations/record-lost-revocations';
import { SettleDamageHandler } from '../commands/operations/settle-damage';
import { SettleOrphan } from '../commands/operations/settle-orphan';
import { DismissPolicyEventHandler } from '../commands/policies/dismiss-policy-event';
import { ParkPolicyEventHandler } from '../commands/policies/park-policy-event';
import { ParkedEvents } from '../commands/policies/parked-events';
import { RetryPolicyEventHandler } from '../commands/policies/retry-policy-event';
import { UnparkPolicyEventHandler } from '../commands/policies/unpark-policy-event';
import { BackupsController } from '../http/operations/backups.controller';
import { DamageController } from '../http/operations/damage.controller';
import { OperationsController } from '../http/operations/operations.controller';
import { PoliciesController } from '../http/operations/policies.controller';
import { ListDamageHandler } from '../queries/operations/list-damage';
import { ListOperationsHandler } from '../queries/operations/list-operations';
import { ListPoliciesHandler } from '../queries/operations/list-policies';

/** What an owner looks after: read models, policies, backups, damage. */
@Module({
  controllers: [OperationsController, BackupsController, DamageController, PoliciesController],
  providers: [
    RebuildProjectionHandler,
    BackUpOnScheduleHandler,
    MakeBackupHandler,
    PruneBackupsHandler,
    RecordAheadHandler,
    RecordDamageHandler,
    SettleDamageHandler,
    RecordLogWentBackHandler,
    RecordLostRevocationsHandler,
    SettleOrphan,
    RetryPolicyEventHandler,
    DismissPolicyEventHandler,
    ParkedEvents,
    ParkPolicyEventHandler,
    UnparkPolicyEventHandler,
    ListOperationsHandler,
    ListDamageHandler,
    ListPoliciesHandler,
  ],
  exports: [ParkedEvents],
})
export class OperationsModule {}
