import { ApiSchema } from '@nestjs/swagger';
import { EmailOf, OrganizationName } from '../platform/naming/name-of';
import { FilterId } from '../platform/validation/common';
import { Email } from '../platform/validation/email';
import { Flag } from '../platform/validation/flag';
import { Id, id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { OneOf, oneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { Text } from '../platform/validation/text';
import { ToldCount, ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { KINDS } from './notification.dtos';

const VIAS = ['webhook', 'mail'] as const;
type Via = (typeof VIAS)[number];
type Kind = (typeof KINDS)[number];
const STATUSES = ['pending', 'delivered', 'abandoned'] as const;
const OUTCOMES = ['delivered', 'failed', 'abandoned'] as const;

const Kinds = (): PropertyDecorator =>
  ListOf(oneOf(KINDS), { min: 1, max: 50, unique: true, description: 'Absent: all.' });

@ApiSchema({ name: 'NotificationChannel' })
export class ChannelDto {
  @Id() id!: string;
  @OneOf(VIAS) kind!: Via;
  @Optional() @ToldText() url?: string;
  @Optional() @ToldText({ example: 'oncall@example.com' }) to?: string;
  @Optional() @Kinds() kinds?: Kind[];
  @Optional() @Flag() hasSecret?: boolean;
}

@ApiSchema({ name: 'NotificationChannels' })
export class ChannelsDto {
  @ListOf(nested(() => ChannelDto)) channels!: ChannelDto[];
}

export class SetChannelDto {
  @Optional() @Id() id?: string;
  @OneOf(VIAS) kind!: Via;
  @Optional() @Text({ max: 2000, description: 'Of a webhook: https, without user and password.' }) url?: string;
  @Optional() @Email({ example: 'oncall@example.com' }) to?: string;
  @Optional()
  @Text({
    min: 24,
    max: 200,
    of: 'any',
    description:
      'Signs a webhook: `whsec_` and base64 of 24 to 64 bytes, or any text. Needed for a new one; absent, one that is there keeps its own. Never told again.',
  })
  secret?: string;
  @Optional() @Kinds() kinds?: Kind[];
  // Beside `secret` it is a name that clients in Go make of themselves, for whether that is set.
  @Optional() @Flag({ echo: true }) hasSecret?: boolean;
}

export class SetChannelsDto {
  @ListOf(nested(() => SetChannelDto), { max: 20 }) channels!: SetChannelDto[];
}

@ApiSchema({ name: 'DeliveryAttempt' })
export class DeliveryAttemptDto {
  @UtcTime() time!: string;
  @OneOf(OUTCOMES) outcome!: (typeof OUTCOMES)[number];
  @Optional() @ToldText() code?: string;
  @Optional() @ToldCount() status?: number;
}

@ApiSchema({ name: 'NotificationDelivery' })
export class DeliveryDto {
  @Id() id!: string;
  @Optional()
  @Id({ description: 'Whose channel it is; absent: the account’s, or mail of a person.' })
  organizationId?: string;
  @OrganizationName() organizationName?: string;
  @OneOf(VIAS) via!: Via;
  @Optional() @Id() channelId?: string;
  @Optional() @Id({ description: 'Whose mail it is.' }) userId?: string;
  @EmailOf() userEmail?: string;
  @OneOf(KINDS) kind!: Kind;
  @OneOf(STATUSES) status!: (typeof STATUSES)[number];
  @ListOf(id, { description: 'The first 50 of them.' }) notificationIds!: string[];
  @ToldCount() count!: number;
  @UtcTime() queuedAt!: string;
  @Optional() @UtcTime() nextAttemptAt?: string;
  @ListOf(nested(() => DeliveryAttemptDto)) attempts!: DeliveryAttemptDto[];
}

export class DeliveryQuery extends PageQuery {
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional() @OneOf(STATUSES, { description: 'Only deliveries that stand so.' }) status?: (typeof STATUSES)[number];
  @Optional() @FilterId('channel') channelId?: string;
}
