import { Module } from '@nestjs/common';
import { CreateScimConnectionHandler } from '../commands/scim-connections/create-scim-connection';
import { DeleteScimConnectionHandler } from '../commands/scim-connections/delete-scim-connection';
import { MakeScimTokenHandler } from '../commands/scim-connections/make-scim-token';
import { RevokeScimTokenHandler } from '../commands/scim-connections/revoke-scim-token';
import { ScimTokenSignIn } from '../commands/scim-connections/scim-token-sign-in';
import { ScimConnectionsController } from '../http/scim-connections/scim-connections.controller';
import { GetScimConnectionHandler } from '../queries/scim-connections/get-scim-connection';
import { ListScimConnectionsHandler } from '../queries/scim-connections/list-scim-connections';
import { ScimConnectionViews } from '../queries/scim-connections/scim-connection-views';
import { GetScimGroupHandler } from '../queries/scim/get-scim-group';
import { GetScimUserHandler } from '../queries/scim/get-scim-user';
import { ListScimGroupsHandler } from '../queries/scim/list-scim-groups';
import { ListScimUsersHandler } from '../queries/scim/list-scim-users';
import { MembersOfGroups } from '../queries/scim/members-of-groups';
import { OwnRecords } from '../queries/scim/own-records';
import { PlacesOfPages } from '../queries/scim/places-of-pages';
import { UsersModule } from './users.module';

/** Identity providers that fill the directory: their connections, and what they ask for. */
@Module({
  imports: [UsersModule],
  controllers: [ScimConnectionsController],
  providers: [
    ScimTokenSignIn,
    CreateScimConnectionHandler,
    MakeScimTokenHandler,
    RevokeScimTokenHandler,
    DeleteScimConnectionHandler,
    ScimConnectionViews,
    ListScimConnectionsHandler,
    GetScimConnectionHandler,
    PlacesOfPages,
    OwnRecords,
    MembersOfGroups,
    GetScimUserHandler,
    ListScimUsersHandler,
    GetScimGroupHandler,
    ListScimGroupsHandler,
  ],
  exports: [ScimTokenSignIn],
})
export class ScimModule {}
