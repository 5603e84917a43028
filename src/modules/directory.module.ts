import { Module } from '@nestjs/common';
import { AssignGroupRolesHandler } from '../commands/directory/assign-group-roles';
import { ChangeIdpUserHandler } from '../commands/directory/change-idp-user';
import { CreateIdpGroupHandler } from '../commands/directory/create-idp-group';
import { CreateIdpUserHandler } from '../commands/directory/create-idp-user';
import { DeleteIdpGroupHandler } from '../commands/directory/delete-idp-group';
import { DeleteIdpUserHandler } from '../commands/directory/delete-idp-user';
import { HandOverHandler } from '../commands/directory/hand-over';
import { ProvisionIdpGroupHandler } from '../commands/directory/provision-idp-group';
import { RenameIdpGroupHandler } from '../commands/directory/rename-idp-group';
import { SetGroupMemberHandler } from '../commands/directory/set-group-member';
import { SetTokenNamesHandler } from '../commands/directory/set-token-names';
import { TakeOutOfGroupHandler } from '../commands/directory/take-out-of-group';
import { GroupMembersController } from '../http/directory/group-members.controller';
import { GroupRolesController } from '../http/directory/group-roles.controller';
import { IdpGroupsController } from '../http/directory/idp-groups.controller';
import { IdpUsersController } from '../http/directory/idp-users.controller';
import { TokenNamesController } from '../http/directory/token-names.controller';
import { LeaveGroupsWhenIdpUserDeleted } from '../policies/leave-groups-when-idp-user-deleted';
import { GetGroupRolesHandler } from '../queries/directory/get-group-roles';
import { GetIdpGroupHandler } from '../queries/directory/get-idp-group';
import { GetIdpUserHandler } from '../queries/directory/get-idp-user';
import { GetTokenNamesHandler } from '../queries/directory/get-token-names';
import { ListGroupMembersHandler } from '../queries/directory/list-group-members';
import { ListGroupsOfHandler } from '../queries/directory/list-groups-of';
import { ListIdpGroupsHandler } from '../queries/directory/list-idp-groups';
import { ListIdpUsersHandler } from '../queries/directory/list-idp-users';

/** Directory: routes, commands, queries, and what happens by itself. */
@Module({
  controllers: [
    IdpUsersController,
    IdpGroupsController,
    GroupMembersController,
    GroupRolesController,
    TokenNamesController,
  ],
  providers: [
    CreateIdpUserHandler,
    ChangeIdpUserHandler,
    DeleteIdpUserHandler,
    CreateIdpGroupHandler,
    RenameIdpGroupHandler,
    DeleteIdpGroupHandler,
    SetGroupMemberHandler,
    ProvisionIdpGroupHandler,
    HandOverHandler,
    TakeOutOfGroupHandler,
    AssignGroupRolesHandler,
    SetTokenNamesHandler,
    GetTokenNamesHandler,
    GetGroupRolesHandler,
    ListIdpUsersHandler,
    GetIdpUserHandler,
    ListIdpGroupsHandler,
    GetIdpGroupHandler,
    ListGroupMembersHandler,
    ListGroupsOfHandler,
    LeaveGroupsWhenIdpUserDeleted,
  ],
  exports: [LeaveGroupsWhenIdpUserDeleted],
})
export class DirectoryModule {}
