import { ApiSchema } from '@nestjs/swagger';
import type { Obstacle } from '../../access/access-line';
import { pageOf } from '../platform/endpoint/page-of';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';
import { LEVELS } from '../shared/access.dto';

const OBSTACLES: readonly Obstacle[] = [
  'GRANT_EXPIRED',
  'IDP_USER_INACTIVE',
  'NO_USER',
  'USER_INACTIVE',
  'PERMISSION_DENIED',
];

@ApiSchema({ name: 'ReviewedAccess', description: 'One way by which one person reaches the values of one vault.' })
export class ReviewedAccessDto {
  @Id() identityGroupId!: string;
  @ToldText() identityGroupName!: string;
  @Id() organizationId!: string;
  @Optional() @ToldText() organizationName?: string;
  @ToldText({ description: 'Of the person in the directory, or of the owner. Empty: a machine has none.' })
  email!: string;
  @Optional() @ToldText() displayName?: string;
  @Optional() @Id({ description: 'Absent: that person never signed in.' }) userId?: string;
  @Optional() @ToldText({ description: 'The e-mail of the user; of a machine its name.' }) userEmail?: string;
  @Optional() @Id() idpUserId?: string;
  @Optional() @Flag({ description: 'A machine caller that is linked to the record of that person.' }) machine?: boolean;
  @OneOf(['nothing', 'reveal', 'checkout'], { description: 'What the person can do now.' }) can!: string;
  @Optional() @OneOf(OBSTACLES, { description: 'Why it is less than the level says.' }) obstacle?: Obstacle;
  @OneOf(LEVELS) level!: (typeof LEVELS)[number];
  @OneOf(['grant', 'group', 'owner']) via!: string;
  @Optional() @OneOf(['user', 'group']) principalType?: string;
  @Optional() @Id() principalId?: string;
  @Optional() @ToldText() principalName?: string;
  @Optional() @Id({ description: 'Absent: an owner needs none.' }) grantId?: string;
  @Optional() @UtcTime() expiresAt?: string;
  @Optional() @Id() grantedBy?: string;
  @Optional() @ToldText() grantedByEmail?: string;
  @Optional() @UtcTime({ example: '2026-01-05T10:00:00.000Z' }) grantedAt?: string;
  @Flag({ description: 'Nobody ever used this access.' }) neverUsed!: boolean;
  @Optional() @UtcTime() lastUsedAt?: string;
  @Optional() @OneOf(['checkout', 'reveal']) lastAction?: string;
  @Optional() @Id({ example: '019b76d7-8c21-7e34-a5b6-3f9d1c2e7a08' }) lastIdentityId?: string;
  @Optional() @ToldText({ example: 'prod-db-admin' }) lastIdentityName?: string;
}

export const ReviewedAccessListDto = pageOf(ReviewedAccessDto);
