import { ApiSchema } from '@nestjs/swagger';
import { Name } from '../platform/validation/common';
import { Flag } from '../platform/validation/flag';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { Nullable, Optional } from '../platform/validation/optional';
import { ToldText, toldText } from '../platform/validation/told';
import { UserDto } from '../users/user.dtos';

@ApiSchema({ name: 'MyRole' })
export class MyRoleDto {
  @Id() roleId!: string;
  @Name({ example: 'Operator' }) name!: string;
  @Optional() @Id() organizationId?: string;
  @Optional()
  @Id({ description: 'The IDP group by which it is held; absent: it was given to the caller.' })
  idpGroupId?: string;
  @Optional() @Name({ example: 'Database team' }) idpGroupName?: string;
}

@ApiSchema({ name: 'MyOrganization' })
export class MyOrganizationDto {
  @Id() id!: string;
  @Name({ example: 'Acme' }) name!: string;
  @ListOf(toldText) permissions!: string[];
}

@ApiSchema({ name: 'IdpMapping' })
export class IdpMappingDto {
  @Id() idpUserId!: string;
}

@ApiSchema({ name: 'Me' })
export class MeDto {
  @Nested(() => UserDto) user!: UserDto;
  @Flag() owner!: boolean;
  @Flag() admin!: boolean;
  @Flag() support!: boolean;
  @ListOf(nested(() => MyRoleDto)) roles!: MyRoleDto[];
  @ListOf(toldText) permissions!: string[];
  @ListOf(nested(() => MyOrganizationDto)) organizations!: MyOrganizationDto[];
  @Nullable() @Nested(() => IdpMappingDto) idpMapping!: IdpMappingDto | null;
}

@ApiSchema({ name: 'Permission' })
export class PermissionDto {
  @ToldText({ example: 'pam_vaults.view' }) name!: string;
  @ToldText({ example: 'List and read vaults and identities' }) description!: string;
}

@ApiSchema({ name: 'Permissions' })
export class PermissionsDto {
  @ListOf(nested(() => PermissionDto)) items!: PermissionDto[];
}
