import { ChangeIdentityHandler } from './change-identity';
import { CheckOutIdentityHandler } from './check-out-identity';
import { CreateIdentityHandler } from './create-identity';
import { DeleteIdentityHandler } from './delete-identity';
import { DiscardVersionHandler } from './discard-version';
import { ReplaceCredentialHandler } from './replace-credential';
import { Reservations } from './reservations';
import { RestoreVersionHandler } from './restore-version';
import { RevealIdentityHandler } from './reveal-identity';
import { RotateIdentityHandler } from './rotate-identity';
import { UndeleteIdentityHandler } from './undelete-identity';
import { Undisclosed } from './undisclosed';

export const IDENTITY_COMMANDS = [
  Reservations,
  Undisclosed,
  CreateIdentityHandler,
  ChangeIdentityHandler,
  DeleteIdentityHandler,
  UndeleteIdentityHandler,
  ReplaceCredentialHandler,
  RestoreVersionHandler,
  DiscardVersionHandler,
  RevealIdentityHandler,
  CheckOutIdentityHandler,
  RotateIdentityHandler,
];
