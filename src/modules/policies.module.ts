import { Global, Module } from '@nestjs/common';
import { PolicyOperations } from '../kernel/operations';
import { ExpireSessionWhenDue } from '../policies/expire-session-when-due';
import { ExpireAccessRequestWhenDue } from '../policies/expire-access-request-when-due';
import { EndSessionWhenItsBasisIsLost } from '../policies/end-session-when-its-basis-is-lost';
import { TellSupportAccessExpiryWhenDue } from '../policies/tell-support-access-expiry-when-due';
import { TellUnusualDisclosuresWhenMany } from '../policies/tell-unusual-disclosures-when-many';
import { NotifyPeopleWhenNeeded } from '../policies/notify-people-when-needed';
import { QueueDeliveriesWhenNotificationRaised } from '../policies/queue-deliveries-when-notification-raised';
import { DeliverNotificationsWhenDue } from '../policies/deliver-notifications-when-due';
import { RotateInVaultWhenRequested } from '../policies/rotate-in-vault-when-requested';
import { StageCandidateWhenRotationRequested } from '../policies/stage-candidate-when-rotation-requested';
import { ExpireJobWhenDue } from '../policies/expire-job-when-due';
import { GiveUpJobsWhenAgentRevoked } from '../policies/give-up-jobs-when-agent-revoked';
import { LeaveGroupsWhenIdpUserDeleted } from '../policies/leave-groups-when-idp-user-deleted';
import { RevokeGrantWhenReviewDecides } from '../policies/revoke-grant-when-review-decides';
import { VerifyHostsDaily } from '../policies/verify-hosts-daily';
import { RemindOfReviewDaily } from '../policies/remind-of-review-daily';
import { VerifyHostsWhenAgentApproved } from '../policies/verify-hosts-when-agent-approved';
import { AdmitAgentWhenApproved } from '../policies/admit-agent-when-approved';
import { RotateIdentityWhenDue } from '../policies/rotate-identity-when-due';
import { RotateExposedValuesWhenRequested } from '../policies/rotate-exposed-values-when-requested';
import { DestroyIdentityWhenForgotten } from '../policies/destroy-identity-when-forgotten';
import { DestroyVaultKeysWhenForgotten } from '../policies/destroy-vault-keys-when-forgotten';
import { DestroySecretsWhenOrganizationForgotten } from '../policies/destroy-secrets-when-organization-forgotten';
import { ReleaseReservationWhenAbandoned } from '../policies/release-reservation-when-abandoned';
import { ResealValuesWhenSecretReplaced } from '../policies/reseal-values-when-secret-replaced';
import { SweepValuesWhenUnneeded } from '../policies/sweep-values-when-unneeded';
import { FindOrphanedValuesWhenLogWentBack } from '../policies/find-orphaned-values-when-log-went-back';
import { UpgradeValuesWhenOpened } from '../policies/upgrade-values-when-opened';
import { UpgradeValuesWhenRequested } from '../policies/upgrade-values-when-requested';
import { Parking } from '../policies/runner/parking';
import { POLICY_LIST, type Policy } from '../policies/runner/policy';
import { PolicyRunner } from '../policies/runner/policy-runner';
import { AccessRequestsModule } from './access-requests.module';
import { AccessReviewsModule } from './access-reviews.module';
import { DirectoryModule } from './directory.module';
import { ExposuresModule } from './exposures.module';
import { IdentitiesModule } from './identities.module';
import { JobsModule } from './jobs.module';
import { MaterialModule } from './material.module';
import { NotificationsModule } from './notifications.module';
import { OperationsModule } from './operations.module';
import { OrganizationsModule } from './organizations.module';
import { SessionsModule } from './sessions.module';
import { SupportAccessModule } from './support-access.module';
import { VaultsModule } from './vaults.module';

/** In the order in which they start. */
const ALL = [
  ExpireSessionWhenDue,
  ExpireAccessRequestWhenDue,
  EndSessionWhenItsBasisIsLost,
  TellSupportAccessExpiryWhenDue,
  TellUnusualDisclosuresWhenMany,
  NotifyPeopleWhenNeeded,
  QueueDeliveriesWhenNotificationRaised,
  DeliverNotificationsWhenDue,
  RotateInVaultWhenRequested,
  StageCandidateWhenRotationRequested,
  ExpireJobWhenDue,
  GiveUpJobsWhenAgentRevoked,
  LeaveGroupsWhenIdpUserDeleted,
  RevokeGrantWhenReviewDecides,
  VerifyHostsDaily,
  RemindOfReviewDaily,
  VerifyHostsWhenAgentApproved,
  AdmitAgentWhenApproved,
  RotateIdentityWhenDue,
  RotateExposedValuesWhenRequested,
  DestroyIdentityWhenForgotten,
  DestroyVaultKeysWhenForgotten,
  DestroySecretsWhenOrganizationForgotten,
  ReleaseReservationWhenAbandoned,
  ResealValuesWhenSecretReplaced,
  SweepValuesWhenUnneeded,
  FindOrphanedValuesWhenLogWentBack,
  UpgradeValuesWhenOpened,
  UpgradeValuesWhenRequested,
];

/** Everything that happens by itself, of whatever noun; {@link PolicyRunner} starts and stops it. */
@Global()
@Module({
  imports: [
    OrganizationsModule,
    DirectoryModule,
    VaultsModule,
    AccessRequestsModule,
    AccessReviewsModule,
    IdentitiesModule,
    SessionsModule,
    JobsModule,
    MaterialModule,
    ExposuresModule,
    SupportAccessModule,
    NotificationsModule,
    OperationsModule,
  ],
  providers: [
    { provide: POLICY_LIST, useFactory: (...policies: Policy[]) => policies, inject: ALL },
    Parking,
    PolicyRunner,
    { provide: PolicyOperations, useExisting: PolicyRunner },
  ],
  exports: [PolicyRunner, PolicyOperations],
})
export class PoliciesModule {}
