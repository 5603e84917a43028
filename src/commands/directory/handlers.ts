import { ChangeIdpUserHandler } from './change-idp-user';
import { CreateIdpGroupHandler } from './create-idp-group';
import { CreateIdpUserHandler } from './create-idp-user';
import { DeleteIdpGroupHandler } from './delete-idp-group';
import { DeleteIdpUserHandler } from './delete-idp-user';
import { HandOverHandler } from './hand-over';
import { ProvisionIdpGroupHandler } from './provision-idp-group';
import { RenameIdpGroupHandler } from './rename-idp-group';
import { SetGroupMemberHandler } from './set-group-member';

export const DIRECTORY_COMMANDS = [
  CreateIdpUserHandler,
  ChangeIdpUserHandler,
  DeleteIdpUserHandler,
  CreateIdpGroupHandler,
  RenameIdpGroupHandler,
  DeleteIdpGroupHandler,
  SetGroupMemberHandler,
  ProvisionIdpGroupHandler,
  HandOverHandler,
];
