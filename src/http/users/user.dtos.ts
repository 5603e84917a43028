import { ApiSchema } from '@nestjs/swagger';
import { Name, Word } from '../platform/validation/common';
import { Email, ToldEmail } from '../platform/validation/email';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldCount } from '../platform/validation/told';
import { IssuerField, SubjectField } from './sign-in.dtos';

const KINDS = ['person', 'machine'] as const;
const NAME = { example: 'Ann Example' };

@ApiSchema({ name: 'RoleAssignment' })
export class RoleAssignmentDto {
  @Id() roleId!: string;
  @Optional() @Id() organizationId?: string;
}

@ApiSchema({ name: 'RoleByGroup' })
export class RoleByGroupDto extends RoleAssignmentDto {
  @Id() idpGroupId!: string;
  @Name({ example: 'Database team' }) idpGroupName!: string;
}

@ApiSchema({ name: 'User' })
export class UserDto {
  @Id() id!: string;
  @OneOf(KINDS) kind!: (typeof KINDS)[number];
  @Optional() @ToldEmail() email?: string;
  @Optional() @Name(NAME) displayName?: string;
  @Flag() active!: boolean;
  @Flag() owner!: boolean;
  @Flag() admin!: boolean;
  @Flag() support!: boolean;
  @Optional() @Id() idpUserId?: string;
  @ListOf(nested(() => RoleAssignmentDto)) roles!: RoleAssignmentDto[];
  /** Held by IDP groups; told of one user alone, not in lists. */
  @Optional() @ListOf(nested(() => RoleByGroupDto)) rolesByGroup?: RoleByGroupDto[];
}

@ApiSchema({ name: 'ChangedUser' })
export class ChangedUserDto extends UserDto {
  @Optional()
  @ToldCount({ example: 3, description: 'Of one switched off: values in force that were shown.' })
  exposed?: number;
}

export class CreateUserDto {
  @Optional() @OneOf(KINDS) kind?: (typeof KINDS)[number];
  @Optional() @Email() email?: string;
  @Optional() @Name(NAME) displayName?: string;
  @Optional() @IssuerField() issuer?: string;
  @Optional() @SubjectField() subject?: string;
}

export class ChangeUserDto {
  @Optional() @Flag() active?: boolean;
  @Optional() @Flag() support?: boolean;
}

export class AssignRolesDto {
  @ListOf(nested(() => RoleAssignmentDto), { max: 1000 })
  roles!: RoleAssignmentDto[];
}

export class SetOwnerDto {
  @Flag() owner!: boolean;
}

export class SetAdminDto {
  @Flag() admin!: boolean;
}

export class UserQuery extends PageQuery {
  @Optional() @Word() q?: string;
}
