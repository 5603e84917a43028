import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ScheduleModule } from '@nestjs/schedule';
import { scimTokens } from './adapters/tokens/scim-tokens';
import { ACCESS_GRANT_COMMANDS } from './commands/access-grants/handlers';
import { ACCESS_REQUEST_COMMANDS } from './commands/access-requests/handlers';
import { AUDIT_COMMANDS } from './commands/audit/handlers';
import { Decisions } from './commands/deciding/decisions';
import { FactRecorder } from './commands/deciding/fact-recorder';
import { Refusals } from './commands/deciding/refusals';
import { ACCESS_REVIEW_COMMANDS } from './commands/access-reviews/handlers';
import { BULK_COMMANDS } from './commands/bulk/handlers';
import { DIRECTORY_COMMANDS } from './commands/directory/handlers';
import { DISCLOSURE_WATCH_COMMANDS } from './commands/disclosure-watch/handlers';
import { EVIDENCE_COMMANDS } from './commands/evidence/handlers';
import { EXPOSURE_COMMANDS } from './commands/exposures/handlers';
import { HOST_COMMANDS } from './commands/hosts/handlers';
import { IDENTITY_COMMANDS } from './commands/identities/handlers';
import { IMPORT_COMMANDS } from './commands/imports/handlers';
import { JOB_COMMANDS } from './commands/jobs/handlers';
import { SealFailures } from './commands/material/seal-failures';
import { NewValues } from './commands/material/new-values';
import { Values } from './commands/material/values';
import { NOTIFICATION_COMMANDS } from './commands/notifications/handlers';
import { OPERATION_COMMANDS } from './commands/operations/handlers';
import { ORGANIZATION_COMMANDS } from './commands/organizations/handlers';
import { PARKED_EVENT_COMMANDS } from './commands/policies/handlers';
import { POLICY_COMMANDS } from './commands/policy-handlers';
import { REPORT_COMMANDS } from './commands/reports/handlers';
import { ROLE_COMMANDS } from './commands/roles/handlers';
import { SCIM_CONNECTION_COMMANDS } from './commands/scim-connections/handlers';
import { ScimSignIn } from './commands/scim-connections/scim-sign-in';
import { SESSION_COMMANDS } from './commands/sessions/handlers';
import { SUPPORT_ACCESS_COMMANDS } from './commands/support-access/handlers';
import { USER_COMMANDS } from './commands/users/handlers';
import { VAULT_COMMANDS } from './commands/vaults/handlers';
import { JobNotifier } from './http/agent/job-notifier';
import { JobPolls } from './http/agent/job-polls';
import { CONTROLLERS } from './http/controllers';
import { HttpModule } from './http/http.module';
import { NotificationStreams } from './http/notifications/notification-streams';
import { PORTS } from './kernel/ports';
import { POLICIES } from './policies/handlers';
import { ACCESS_GRANT_QUERIES } from './queries/access-grants/handlers';
import { ACCESS_REQUEST_QUERIES } from './queries/access-requests/handlers';
import { ACCESS_REVIEW_QUERIES } from './queries/access-reviews/handlers';
import { QueryAuthorization } from './queries/authorization/query-authorization';
import { AUDIT_QUERIES } from './queries/audit/handlers';
import { DIRECTORY_QUERIES } from './queries/directory/handlers';
import { EVIDENCE_QUERIES } from './queries/evidence/handlers';
import { EXPLANATION_QUERIES } from './queries/explanations/handlers';
import { EXPOSURE_QUERIES } from './queries/exposures/handlers';
import { HOST_QUERIES } from './queries/hosts/handlers';
import { IDENTITY_QUERIES } from './queries/identities/handlers';
import { IMPORT_QUERIES } from './queries/imports/handlers';
import { JOB_QUERIES } from './queries/jobs/handlers';
import { ME_QUERIES } from './queries/me/handlers';
import { NOTIFICATION_QUERIES } from './queries/notifications/handlers';
import { OPERATION_QUERIES } from './queries/operations/handlers';
import { ORGANIZATION_QUERIES } from './queries/organizations/handlers';
import { REPORT_QUERIES } from './queries/reports/handlers';
import { ROLE_QUERIES } from './queries/roles/handlers';
import { SCIM_QUERIES } from './queries/scim/handlers';
import { SCIM_CONNECTION_QUERIES } from './queries/scim-connections/handlers';
import { SESSION_QUERIES } from './queries/sessions/handlers';
import { STREAM_QUERIES } from './queries/streams/handlers';
import { SUPPORT_ACCESS_QUERIES } from './queries/support-access/handlers';
import { USER_QUERIES } from './queries/users/handlers';
import { VAULT_QUERIES } from './queries/vaults/handlers';

const COMMANDS = [
  Decisions,
  FactRecorder,
  Refusals,
  SealFailures,
  Values,
  NewValues,
  ...ORGANIZATION_COMMANDS,
  ...SUPPORT_ACCESS_COMMANDS,
  ...NOTIFICATION_COMMANDS,
  ...USER_COMMANDS,
  ...ROLE_COMMANDS,
  ...DIRECTORY_COMMANDS,
  ...SCIM_CONNECTION_COMMANDS,
  ...EVIDENCE_COMMANDS,
  ...EXPOSURE_COMMANDS,
  ...VAULT_COMMANDS,
  ...IDENTITY_COMMANDS,
  ...SESSION_COMMANDS,
  ...ACCESS_GRANT_COMMANDS,
  ...ACCESS_REVIEW_COMMANDS,
  ...BULK_COMMANDS,
  ...ACCESS_REQUEST_COMMANDS,
  ...DISCLOSURE_WATCH_COMMANDS,
  ...HOST_COMMANDS,
  ...IMPORT_COMMANDS,
  ...JOB_COMMANDS,
  ...AUDIT_COMMANDS,
  ...REPORT_COMMANDS,
  ...OPERATION_COMMANDS,
  ...PARKED_EVENT_COMMANDS,
  ...POLICY_COMMANDS,
];

const QUERIES = [
  QueryAuthorization,
  ...ME_QUERIES,
  ...ORGANIZATION_QUERIES,
  ...ROLE_QUERIES,
  ...USER_QUERIES,
  ...DIRECTORY_QUERIES,
  ...SCIM_CONNECTION_QUERIES,
  ...SCIM_QUERIES,
  ...VAULT_QUERIES,
  ...ACCESS_GRANT_QUERIES,
  ...ACCESS_REVIEW_QUERIES,
  ...ACCESS_REQUEST_QUERIES,
  ...EVIDENCE_QUERIES,
  ...EXPLANATION_QUERIES,
  ...EXPOSURE_QUERIES,
  ...HOST_QUERIES,
  ...IMPORT_QUERIES,
  ...JOB_QUERIES,
  ...AUDIT_QUERIES,
  ...REPORT_QUERIES,
  ...STREAM_QUERIES,
  ...OPERATION_QUERIES,
  ...IDENTITY_QUERIES,
  ...SESSION_QUERIES,
  ...SUPPORT_ACCESS_QUERIES,
  ...NOTIFICATION_QUERIES,
];

/** Ports that rest on other ports alone. */
const PORTS_OF_SCIM: readonly Provider[] = [
  { provide: PORTS.scimTokens, inject: [PORTS.random, PORTS.sealing], useFactory: scimTokens },
  { provide: PORTS.scimSignIn, useExisting: ScimSignIn },
];

/** Everything with its ports behind it; what stands behind a port was chosen before. */
@Global()
@Module({})
export class AppModule {
  static with(ports: readonly Provider[]): DynamicModule {
    const providers = [
      ...ports,
      ...PORTS_OF_SCIM,
      JobNotifier,
      JobPolls,
      NotificationStreams,
      ...COMMANDS,
      ...QUERIES,
      ...POLICIES,
    ];
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), ScheduleModule.forRoot(), HttpModule],
      providers,
      controllers: [...CONTROLLERS],
      exports: providers,
    };
  }
}
