import { ApiSchema } from '@nestjs/swagger';
import { OrganizationName } from '../platform/naming/name-of';
import { Name } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Nullable, Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldText } from '../platform/validation/told';
import { GrantDto } from './grant.dtos';

/** A grant by the vault it opens. */
@ApiSchema({ name: 'VaultGrant' })
export class VaultGrantDto extends GrantDto {
  @Id() identityGroupId!: string;
  @Name({ example: 'Production' }) identityGroupName!: string;
  @Id() organizationId!: string;
  @OrganizationName() organizationName?: string;
  @OneOf(['grant', 'group']) via!: 'grant' | 'group';
}

@ApiSchema({ name: 'UserGrant' })
export class UserGrantDto extends VaultGrantDto {
  @Flag({
    description: 'It is live, the user and the IDP user are active, and a role shows the vaults of the organization.',
  })
  inEffect!: boolean;
}

@ApiSchema({ name: 'UserAccess' })
export class UserAccessDto {
  @ListOf(nested(() => UserGrantDto)) items!: UserGrantDto[];
  @Nullable() @ToldText() nextCursor!: string | null;
  @Flag({ description: 'An account owner reaches every vault, without a grant.' }) owner!: boolean;
  @Optional() @Id() idpUserId?: string;
}

export class ReachQuery extends PageQuery {}
