import { AccessRequestsController } from './access-requests/access-requests.controller';
import { AskAccessController } from './access-requests/ask-access.controller';
import { AccessGrantsController } from './access-grants/access-grants.controller';
import { ReachController } from './access-grants/reach.controller';
import { AgentController } from './agent/agent.controller';
import { AgentJobsController } from './agent/agent-jobs.controller';
import { ChallengeController } from './agent/challenge.controller';
import { ServerKeyController } from './agent/server-key.controller';
import { AuditController } from './audit/audit.controller';
import { StreamsController } from './audit/streams.controller';
import { GroupMembersController } from './directory/group-members.controller';
import { IdpGroupsController } from './directory/idp-groups.controller';
import { IdpUsersController } from './directory/idp-users.controller';
import { AgentsController } from './hosts/agents.controller';
import { HostsController } from './hosts/hosts.controller';
import { CredentialsController } from './identities/credentials.controller';
import { IdentitiesController } from './identities/identities.controller';
import { RotationController } from './identities/rotation.controller';
import { ExplainController } from './explanations/explain.controller';
import { EvidenceBundlesController } from './evidence/bundles.controller';
import { EvidenceController } from './evidence/evidence.controller';
import { TilesController } from './evidence/tiles.controller';
import { HostExposureController } from './exposures/host-exposure.controller';
import { UserExposureController } from './exposures/user-exposure.controller';
import { EnrollmentController } from './jobs/enrollment.controller';
import { ImportsController } from './imports/imports.controller';
import { JobsController } from './jobs/jobs.controller';
import { MeController } from './me/me.controller';
import { AccountChannelsController } from './notifications/account-channels.controller';
import { DeliveriesController } from './notifications/deliveries.controller';
import { OrganizationChannelsController } from './notifications/organization-channels.controller';
import { NotificationsController } from './notifications/notifications.controller';
import { EncryptionController } from './organizations/encryption.controller';
import { OrganizationsController } from './organizations/organizations.controller';
import { BackupsController } from './operations/backups.controller';
import { DamageController } from './operations/damage.controller';
import { OperationsController } from './operations/operations.controller';
import { PoliciesController } from './operations/policies.controller';
import { ReportsController } from './reports/reports.controller';
import { RolesController } from './roles/roles.controller';
import { BreakGlassController } from './sessions/break-glass.controller';
import { AccessReviewsController } from './access-reviews/access-reviews.controller';
import { WhoCanController } from './access-reviews/who-can.controller';
import { BulkAccessController } from './bulk/bulk-access.controller';
import { BulkCheckinController } from './bulk/bulk-checkin.controller';
import { BulkRotationController } from './bulk/bulk-rotation.controller';
import { CheckoutController } from './sessions/checkout.controller';
import { SessionsController } from './sessions/sessions.controller';
import { TransferController } from './sessions/transfer.controller';
import { ScimConnectionsController } from './scim-connections/scim-connections.controller';
import { OrganizationSupportController } from './support-access/organization-support.controller';
import { SupportAccessController } from './support-access/support-access.controller';
import { SignInsController } from './users/sign-ins.controller';
import { TokensController } from './users/tokens.controller';
import { UsersController } from './users/users.controller';
import { VaultsController } from './vaults/vaults.controller';

/** Every route of the application. */
export const CONTROLLERS = [
  MeController,
  OrganizationsController,
  OrganizationSupportController,
  SupportAccessController,
  NotificationsController,
  OrganizationChannelsController,
  AccountChannelsController,
  DeliveriesController,
  EncryptionController,
  ImportsController,
  RolesController,
  UsersController,
  SignInsController,
  TokensController,
  IdpUsersController,
  IdpGroupsController,
  GroupMembersController,
  ScimConnectionsController,
  VaultsController,
  IdentitiesController,
  CredentialsController,
  CheckoutController,
  AccessReviewsController,
  WhoCanController,
  BulkAccessController,
  BulkCheckinController,
  BulkRotationController,
  BreakGlassController,
  RotationController,
  ExplainController,
  UserExposureController,
  HostExposureController,
  SessionsController,
  TransferController,
  AskAccessController,
  AccessRequestsController,
  AccessGrantsController,
  ReachController,
  HostsController,
  AgentsController,
  AgentController,
  ChallengeController,
  ServerKeyController,
  AgentJobsController,
  JobsController,
  EnrollmentController,
  AuditController,
  StreamsController,
  EvidenceController,
  TilesController,
  EvidenceBundlesController,
  ReportsController,
  OperationsController,
  BackupsController,
  DamageController,
  PoliciesController,
] as const;
