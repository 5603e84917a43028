import { Module } from '@nestjs/common';
import { ChangeGrantHandler } from '../commands/access-grants/change-grant';
import { GiveGrantHandler } from '../commands/access-grants/give-grant';
import { RevokeGrantHandler } from '../commands/access-grants/revoke-grant';
import { AccessGrantsController } from '../http/access-grants/access-grants.controller';
import { ReachController } from '../http/access-grants/reach.controller';
import { AccessLists } from '../queries/access-grants/access-of';
import { GetGrantHandler } from '../queries/access-grants/get-grant';
import { ListGrantsHandler } from '../queries/access-grants/list-grants';
import { ListPrincipalAccessHandler } from '../queries/access-grants/list-principal-access';
import { ListUserAccessHandler } from '../queries/access-grants/list-user-access';

/** Access grants: routes, commands, queries, and what happens by itself. */
@Module({
  controllers: [AccessGrantsController, ReachController],
  providers: [
    GiveGrantHandler,
    ChangeGrantHandler,
    RevokeGrantHandler,
    AccessLists,
    ListGrantsHandler,
    GetGrantHandler,
    ListUserAccessHandler,
    ListPrincipalAccessHandler,
  ],
})
export class AccessGrantsModule {}
