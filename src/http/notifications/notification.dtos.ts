import { ApiSchema } from '@nestjs/swagger';
import { EmailOf, HostName, IdentityName, OrganizationName, VaultName } from '../platform/naming/name-of';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Nullable, Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
type Severity = (typeof SEVERITIES)[number];

/** Held against the domain's list by a test. */
export const KINDS = [
  'break-glass',
  'support-access-changed',
  'support-access-expiring',
  'rotation-failed',
  'rotation-suspended',
  'rotation-waiting',
  'host-offline',
  'approval-asked',
  'approval-decided',
  'review-open',
  'agent-replaced',
  'seal-broken',
  'value-missing',
  'stream-damaged',
  'log-went-back',
  'evidence-stopped',
  'account-shared',
  'policy-event-parked',
  'approval-policy-weakened',
  'owner-recovered',
  'unusual-disclosures',
  'backup-failed',
  'sink-failed',
] as const;

@ApiSchema({ name: 'Notification' })
export class NotificationDto {
  @Id() id!: string;
  @OneOf(KINDS) kind!: (typeof KINDS)[number];
  @OneOf(SEVERITIES) severity!: Severity;
  @ToldText({ example: 'Break-glass access to prod-db-admin' }) title!: string;
  @UtcTime() time!: string;
  @Optional() @Id() organizationId?: string;
  @OrganizationName() organizationName?: string;
  @Optional() @Id() identityGroupId?: string;
  @VaultName() identityGroupName?: string;
  @Optional() @Id() identityId?: string;
  @IdentityName() identityName?: string;
  @Optional() @Id() sessionId?: string;
  @Optional() @Id() hostId?: string;
  @HostName() hostName?: string;
  @Optional() @Id({ description: 'Whom it is about.' }) userId?: string;
  @EmailOf() userEmail?: string;
  @Optional() @ToldText() reason?: string;
  @Optional()
  @ToldText({
    description:
      'Of broken glass: the newest signed checkpoint of the log when it was raised. Keep it: the log can not be rewritten against it.',
    example: 'keyledger/0190…\n1024\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n\n— keyledger/0190… 1a2b3c4d…\n',
  })
  checkpoint?: string;
  @Optional()
  @Flag({ description: 'Of broken glass: there was no checkpoint to be told.' })
  withoutCheckpoint?: true;
  @Optional() @UtcTime() readAt?: string;
}

@ApiSchema({ name: 'Inbox' })
export class InboxDto {
  @ListOf(nested(() => NotificationDto)) items!: NotificationDto[];
  @Nullable() @ToldText() nextCursor!: string | null;
  @ToldCount({ description: 'Of all, whatever the filter.' }) unread!: number;
}

export class InboxQuery extends PageQuery {
  @Optional()
  @Flag({ description: 'Only those the caller has not read, or only those that were read.' })
  unread?: boolean;
  @Optional() @OneOf(SEVERITIES, { description: 'Only those of this severity.' }) severity?: Severity;
}
