import { ApiSchema } from '@nestjs/swagger';
import { Name } from '../platform/validation/common';
import { ListOf } from '../platform/validation/list-of';
import { nested } from '../platform/validation/nested';
import { Optional } from '../platform/validation/optional';
import { RoleAssignmentDto } from '../users/user.dtos';

/** Whoever acts has the roles of their groups looked up with every request. */
const MOST = 100;

@ApiSchema({ name: 'GroupRole' })
export class GroupRoleDto extends RoleAssignmentDto {
  @Name({ example: 'Operator' }) roleName!: string;
  @Optional() @Name({ example: 'Acme' }) organizationName?: string;
}

@ApiSchema({ name: 'GroupRoles' })
export class GroupRolesDto {
  @ListOf(nested(() => GroupRoleDto)) roles!: GroupRoleDto[];
}

export class AssignGroupRolesDto {
  @ListOf(nested(() => RoleAssignmentDto), { max: MOST })
  roles!: RoleAssignmentDto[];
}
