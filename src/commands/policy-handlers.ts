import { ExpireRequestsHandler } from './access-requests/expire-requests';
import { TakeOutOfGroupHandler } from './directory/take-out-of-group';
import { DestroyOrganizationSecretsHandler } from './organizations/destroy-organization-secrets';
import { DestroyVaultKeysHandler } from './vaults/destroy-vault-keys';
import { DestroyDeletedIdentityHandler } from './identities/destroy-deleted-identity';
import { ReleaseReservationsHandler } from './identities/release-reservations';
import { RequestScheduledRotationHandler } from './identities/request-scheduled-rotation';
import { RotateInVaultHandler } from './identities/rotate-in-vault';
import { StageCandidateHandler } from './identities/stage-candidate';
import { ExpireJobHandler } from './jobs/expire-job';
import { AdmitAgentHandler } from './jobs/admit-agent';
import { GiveUpJobsHandler } from './jobs/give-up-jobs';
import { VerifyHostsHandler } from './jobs/verify-hosts';
import { SweepMaterialHandler } from './material/sweep-material';
import { AttemptDeliveryHandler } from './notifications/attempt-delivery';
import { QueueDeliveriesHandler } from './notifications/queue-deliveries';
import { RaiseNotificationHandler } from './notifications/raise-notification';
import { UpgradeIdentityHandler } from './material/upgrade-identity';
import { UpgradeOrganizationHandler } from './material/upgrade-organization';
import { FinishUpgradeHandler } from './organizations/finish-upgrade';
import { ParkedEvents } from './policies/parked-events';
import { ParkPolicyEventHandler } from './policies/park-policy-event';
import { UnparkPolicyEventHandler } from './policies/unpark-policy-event';
import { ExpireSessionsHandler } from './sessions/expire-sessions';
import { JudgeSessionHandler } from './sessions/judge-session';
import { TellSupportAccessExpiryHandler } from './support-access/tell-support-access-expiry';
import { RemindOfReviewHandler } from './sessions/remind-of-review';

/** Commands that only policies send: no request reaches them. */
export const POLICY_COMMANDS = [
  ExpireSessionsHandler,
  ExpireRequestsHandler,
  JudgeSessionHandler,
  TellSupportAccessExpiryHandler,
  RemindOfReviewHandler,
  RotateInVaultHandler,
  StageCandidateHandler,
  ExpireJobHandler,
  AdmitAgentHandler,
  GiveUpJobsHandler,
  TakeOutOfGroupHandler,
  VerifyHostsHandler,
  RequestScheduledRotationHandler,
  DestroyDeletedIdentityHandler,
  DestroyVaultKeysHandler,
  DestroyOrganizationSecretsHandler,
  ReleaseReservationsHandler,
  SweepMaterialHandler,
  RaiseNotificationHandler,
  QueueDeliveriesHandler,
  AttemptDeliveryHandler,
  UpgradeIdentityHandler,
  UpgradeOrganizationHandler,
  FinishUpgradeHandler,
  ParkedEvents,
  ParkPolicyEventHandler,
  UnparkPolicyEventHandler,
];
