import { ApiSchema } from '@nestjs/swagger';
import { HostName, IdentityName, OrganizationName, VaultName } from '../platform/naming/name-of';
import { FilterId } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount, ToldText, toldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const STATES = [
  'queued',
  'leased',
  'applying',
  'confirmed',
  'not_changed',
  'unverified',
  'drifted',
  'expired',
  'cancelled',
] as const;
const PURPOSES = ['rotation', 'enrollment', 'reconcile', 'verification'] as const;

@ApiSchema({ name: 'Job' })
export class JobDto {
  @Id() id!: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @Id() identityGroupId!: string;
  @VaultName() identityGroupName?: string;
  @Id() identityId!: string;
  @IdentityName() identityName?: string;
  @Id() hostId!: string;
  @HostName() hostName?: string;
  @OneOf(['set', 'verify']) type!: 'set' | 'verify';
  @OneOf(PURPOSES) purpose!: (typeof PURPOSES)[number];
  @OneOf(STATES) state!: (typeof STATES)[number];
  @ToldCount() version!: number;
  @Optional() @Id() rotationId?: string;
  @ToldCount({ description: 'Deliveries so far.' }) attempts!: number;
  @UtcTime() createdAt!: string;
  @UtcTime() notAfter!: string;
  @Optional() @UtcTime() notBefore?: string;
  @Optional() @Id() agentId?: string;
  @Optional() @UtcTime() leaseUntil?: string;
  @Optional() @UtcTime() startedAt?: string;
  @Optional() @UtcTime() endedAt?: string;
  @Optional()
  @ToldText({ description: 'Why it did not end `confirmed`; see docs/rotation.md.', example: 'LOGIN_REFUSED' })
  code?: string;
  @Optional()
  @ToldText({ description: "The agent's own words.", example: 'The host has not answered yet.' })
  detail?: string;
  @Optional() @ListOf(toldText) warnings?: string[];
}

export class JobQuery extends PageQuery {
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional() @FilterId('host') hostId?: string;
  @Optional() @FilterId('identity') identityId?: string;
  @Optional() @OneOf(STATES, { description: 'Only jobs in this state.' }) state?: (typeof STATES)[number];
}
