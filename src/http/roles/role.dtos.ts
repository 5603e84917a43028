import { ApiSchema } from '@nestjs/swagger';
import { EXPLAINED_PERMISSIONS } from '../../access/explained-permissions';
import { Name } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { oneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';

const NAMES = EXPLAINED_PERMISSIONS.map(({ name }) => name);
const NAME = { example: 'Operator' };

export type PermissionName = (typeof NAMES)[number];

/** Permissions by name, each once. */
export const Permissions = ({ min }: { readonly min?: number } = {}): PropertyDecorator =>
  ListOf(oneOf(NAMES), { max: NAMES.length, unique: true, ...(min === undefined ? {} : { min }) });

@ApiSchema({ name: 'Role' })
export class RoleDto {
  @Id() id!: string;
  @Name(NAME) name!: string;
  @Permissions() permissions!: PermissionName[];
}

export class CreateRoleDto {
  @Name(NAME) name!: string;
  @Permissions() permissions!: PermissionName[];
}

export class ChangeRoleDto {
  @Optional() @Name(NAME) name?: string;
  @Optional() @Permissions() permissions?: PermissionName[];
}

export class RoleQuery extends PageQuery {}
