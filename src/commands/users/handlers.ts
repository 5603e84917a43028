import { AddSignInHandler } from './add-sign-in';
import { AssignRolesHandler } from './assign-roles';
import { ChangeUserHandler } from './change-user';
import { CreateUserHandler } from './create-user';
import { EnsureFirstOwnerHandler } from './ensure-first-owner';
import { OwnerFlags } from './owner-flags';
import { OwnerSignIns } from './owner-sign-ins';
import { Registration } from './registration';
import { RemoveSignInHandler } from './remove-sign-in';
import { SetAdminHandler } from './set-admin';
import { SetOwnerHandler } from './set-owner';
import { SignInUser } from './sign-in-user';

export const USER_COMMANDS = [
  OwnerFlags,
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
  RemoveSignInHandler,
];
