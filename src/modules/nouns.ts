import { AccessGrantsModule } from './access-grants.module';
import { AccessRequestsModule } from './access-requests.module';
import { AccessReviewsModule } from './access-reviews.module';
import { AgentModule } from './agent.module';
import { AuditModule } from './audit.module';
import { BulkModule } from './bulk.module';
import { DirectoryModule } from './directory.module';
import { EvidenceModule } from './evidence.module';
import { ExposuresModule } from './exposures.module';
import { HostsModule } from './hosts.module';
import { IdentitiesModule } from './identities.module';
import { ImportsModule } from './imports.module';
import { JobsModule } from './jobs.module';
import { MaterialModule } from './material.module';
import { NotificationsModule } from './notifications.module';
import { OperationsModule } from './operations.module';
import { OrganizationsModule } from './organizations.module';
import { ReportsModule } from './reports.module';
import { RolesModule } from './roles.module';
import { ScimModule } from './scim.module';
import { SessionsModule } from './sessions.module';
import { SinksModule } from './sinks.module';
import { SupportAccessModule } from './support-access.module';
import { UsersModule } from './users.module';
import { VaultsModule } from './vaults.module';

/** A module for each noun: its routes, commands, queries and policies. */
export const NOUNS = [
  UsersModule,
  OrganizationsModule,
  RolesModule,
  DirectoryModule,
  VaultsModule,
  AccessGrantsModule,
  AccessRequestsModule,
  AccessReviewsModule,
  IdentitiesModule,
  SessionsModule,
  HostsModule,
  JobsModule,
  AgentModule,
  MaterialModule,
  ExposuresModule,
  BulkModule,
  ImportsModule,
  SupportAccessModule,
  NotificationsModule,
  AuditModule,
  ReportsModule,
  OperationsModule,
  EvidenceModule,
  SinksModule,
  ScimModule,
];
