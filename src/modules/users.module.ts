import { Module } from '@nestjs/common';
import { AddSignInHandler } from '../commands/users/add-sign-in';
import { AssignRolesHandler } from '../commands/users/assign-roles';
import { ChangeUserHandler } from '../commands/users/change-user';
import { CreateMachineHandler } from '../commands/users/create-machine';
import { CreateUserHandler } from '../commands/users/create-user';
import { EnsureFirstOwnerHandler } from '../commands/users/ensure-first-owner';
import { LinkUserHandler } from '../commands/users/link-user';
import { MakeTokenHandler } from '../commands/users/make-token';
import { OwnerFlags } from '../commands/users/owner-flags';
import { OwnerRecovery } from '../commands/users/owner-recovery';
import { OwnerSignIns } from '../commands/users/owner-sign-ins';
import { Registration } from '../commands/users/registration';
import { RemoveSignInHandler } from '../commands/users/remove-sign-in';
import { RevokeTokenHandler } from '../commands/users/revoke-token';
import { SetAdminHandler } from '../commands/users/set-admin';
import { SetOwnerHandler } from '../commands/users/set-owner';
import { SignInUser } from '../commands/users/sign-in-user';
import { TokenSignIn } from '../commands/users/token-sign-in';
import { TokenUses } from '../commands/users/token-uses';
import { MeController } from '../http/me/me.controller';
import { SignInsController } from '../http/users/sign-ins.controller';
import { TokensController } from '../http/users/tokens.controller';
import { UsersController } from '../http/users/users.controller';
import { GetMeHandler } from '../queries/me/get-me';
import { ListPermissionsHandler } from '../queries/me/list-permissions';
import { GetUserHandler } from '../queries/users/get-user';
import { ListSignInsHandler } from '../queries/users/list-sign-ins';
import { ListTokensHandler } from '../queries/users/list-tokens';
import { ListUsersHandler } from '../queries/users/list-users';

/** Users: routes, commands, queries, and what happens by itself. */
@Module({
  controllers: [MeController, UsersController, SignInsController, TokensController],
  providers: [
    OwnerFlags,
    OwnerRecovery,
    OwnerSignIns,
    Registration,
    SignInUser,
    CreateUserHandler,
    ChangeUserHandler,
    AssignRolesHandler,
    SetOwnerHandler,
    SetAdminHandler,
    EnsureFirstOwnerHandler,
    AddSignInHandler,
    TokenUses,
    TokenSignIn,
    CreateMachineHandler,
    MakeTokenHandler,
    RevokeTokenHandler,
    LinkUserHandler,
    RemoveSignInHandler,
    GetMeHandler,
    ListPermissionsHandler,
    ListUsersHandler,
    GetUserHandler,
    ListSignInsHandler,
    ListTokensHandler,
  ],
  exports: [TokenUses, SignInUser, TokenSignIn],
})
export class UsersModule {}
