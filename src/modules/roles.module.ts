import { Module } from '@nestjs/common';
import { ChangeRoleHandler } from '../commands/roles/change-role';
import { CreateRoleHandler } from '../commands/roles/create-role';
import { DeleteRoleHandler } from '../commands/roles/delete-role';
import { RolesController } from '../http/roles/roles.controller';
import { GetRoleHandler } from '../queries/roles/get-role';
import { ListRolesHandler } from '../queries/roles/list-roles';

/** Roles: routes, commands, queries, and what happens by itself. */
@Module({
  controllers: [RolesController],
  providers: [CreateRoleHandler, ChangeRoleHandler, DeleteRoleHandler, ListRolesHandler, GetRoleHandler],
})
export class RolesModule {}
