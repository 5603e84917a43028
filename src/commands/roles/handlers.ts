import { ChangeRoleHandler } from './change-role';
import { CreateRoleHandler } from './create-role';
import { DeleteRoleHandler } from './delete-role';

export const ROLE_COMMANDS = [CreateRoleHandler, ChangeRoleHandler, DeleteRoleHandler];
