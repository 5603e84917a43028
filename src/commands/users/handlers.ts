import { AddSignInHandler } from './add-sign-in';
import { AssignRolesHandler } from './assign-roles';
import { ChangeUserHandler } from './change-user';
import { CreateUserHandler } from './create-user';
import { CreateMachineHandler } from './create-machine';
import { EnsureFirstOwnerHandler } from './ensure-first-owner';
import { LinkUserHandler } from './link-user';
import { TokenSignIn } from './token-sign-in';
import { MakeTokenHandler } from './make-token';
import { OwnerFlags } from './owner-flags';
import { OwnerRecovery } from './owner-recovery';
import { OwnerSignIns } from './owner-sign-ins';
import { Registration } from './registration';
import { RemoveSignInHandler } from './remove-sign-in';
import { RevokeTokenHandler } from './revoke-token';
import { SetAdminHandler } from './set-admin';
import { SetOwnerHandler } from './set-owner';
import { SignInUser } from './sign-in-user';
import { TokenUses } from './token-uses';

export const USER_COMMANDS = [
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
];
