import { GetRoleHandler } from './get-role';
import { ListRolesHandler } from './list-roles';

export const ROLE_QUERIES = [ListRolesHandler, GetRoleHandler];
