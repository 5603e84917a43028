import type { Provider, Type } from '@nestjs/common';
import { AdmitAgentWhenApproved } from './admit-agent-when-approved';
import { PORTS } from '../kernel/ports';
import { DestroyIdentityWhenForgotten } from './destroy-identity-when-forgotten';
import { DestroySecretsWhenOrganizationForgotten } from './destroy-secrets-when-organization-forgotten';
import { DestroyVaultKeysWhenForgotten } from './destroy-vault-keys-when-forgotten';
import { EndSessionWhenItsBasisIsLost } from './end-session-when-its-basis-is-lost';
import { ExpireAccessRequestWhenDue } from './expire-access-request-when-due';
import { ExpireJobWhenDue } from './expire-job-when-due';
import { ExpireSessionWhenDue } from './expire-session-when-due';
import { FindOrphanedValuesWhenLogWentBack } from './find-orphaned-values-when-log-went-back';
import { GiveUpJobsWhenAgentRevoked } from './give-up-jobs-when-agent-revoked';
import { RemindOfReviewDaily } from './remind-of-review-daily';
import { ReleaseReservationWhenAbandoned } from './release-reservation-when-abandoned';
import { ResealValuesWhenSecretReplaced } from './reseal-values-when-secret-replaced';
import { RotateExposedValuesWhenRequested } from './rotate-exposed-values-when-requested';
import { RotateIdentityWhenDue } from './rotate-identity-when-due';
import { RotateInVaultWhenRequested } from './rotate-in-vault-when-requested';
import { DeliverNotificationsWhenDue } from './deliver-notifications-when-due';
import { QueueDeliveriesWhenNotificationRaised } from './queue-deliveries-when-notification-raised';
import { NotifyPeopleWhenNeeded } from './notify-people-when-needed';
import { LeaveGroupsWhenIdpUserDeleted } from './leave-groups-when-idp-user-deleted';
import { RevokeGrantWhenReviewDecides } from './revoke-grant-when-review-decides';
import { POLICY_LIST, type Policy } from './runner/policy';
import { Parking } from './runner/parking';
import { ModelPages } from './runner/model-pages';
import { PolicyContexts } from './runner/policy-contexts';
import { PolicyRunner } from './runner/policy-runner';
import { StageCandidateWhenRotationRequested } from './stage-candidate-when-rotation-requested';
import { SweepValuesWhenUnneeded } from './sweep-values-when-unneeded';
import { TellSupportAccessExpiryWhenDue } from './tell-support-access-expiry-when-due';
import { TellUnusualDisclosuresWhenMany } from './tell-unusual-disclosures-when-many';
import { UpgradeValuesWhenOpened } from './upgrade-values-when-opened';
import { UpgradeValuesWhenRequested } from './upgrade-values-when-requested';
import { VerifyHostsDaily } from './verify-hosts-daily';
import { VerifyHostsWhenAgentApproved } from './verify-hosts-when-agent-approved';

const ALL: readonly Type<Policy>[] = [
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

/** Providers of everything that happens by itself; {@link PolicyRunner} starts and stops it. */
export const POLICIES: Provider[] = [
  PolicyContexts,
  ModelPages,
  Parking,
  ...ALL,
  { provide: POLICY_LIST, useFactory: (...policies: Policy[]) => policies, inject: [...ALL] },
  PolicyRunner,
  { provide: PORTS.policyOperations, useExisting: PolicyRunner },
];
