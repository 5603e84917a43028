import { ApiSchema } from '@nestjs/swagger';
import { FilterId, Word } from '../platform/validation/common';
import { Flag, OnlyTrue } from '../platform/validation/flag';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { Cursor, Limit } from '../platform/validation/page-query';
import { UtcTimeBound } from '../platform/validation/utc-time';
import { CREDENTIAL_TYPES, type CredentialType } from './credential.dtos';
import { ROTATION_STATUSES, type RotationStatus } from './rotation-summary.dto';

export const STATES = ['enrolling', 'active', 'deleted'] as const;
export type State = (typeof STATES)[number];

/** Which identities are meant: in the query of their list, and as an object where many are acted upon at once. */
@ApiSchema({ name: 'IdentityFilter' })
export class IdentityFilterDto {
  @Optional() @FilterId('vault') identityGroupId?: string;
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional() @FilterId('host') hostId?: string;
  @Optional() @OneOf(STATES, { description: 'Left out: those that are not deleted.' }) state?: State;
  @Optional() @Word() q?: string;
  @Optional()
  @OneOf(CREDENTIAL_TYPES, { description: 'What kind of value they have.' })
  credentialType?: CredentialType;
  @Optional() @OneOf(ROTATION_STATUSES, { description: 'How their rotation stands.' }) rotationStatus?: RotationStatus;
  @Optional()
  @UtcTimeBound({ description: 'The next rotation is due before this time; those without one are left out.' })
  dueBefore?: string;
  @Optional()
  @Flag({ description: '`true`: a session is open, of whomever; `false`: none is.' })
  checkedOut?: boolean;
  @Optional()
  @OnlyTrue({
    description:
      'Only `true`. What you may check out now: a role shows it to you, a live grant or a group gives you checkouts of its vault (an owner needs none), a request of yours is approved where the vault asks for that, and it has a value. That somebody holds it, or that it is being rotated, does not take it out.',
  })
  mayCheckOut?: true;
}

export class IdentityQuery extends IdentityFilterDto {
  @Limit() limit = 50;
  @Cursor() cursor?: string;
}
