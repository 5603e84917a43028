import { CreateScimConnectionHandler } from './create-scim-connection';
import { DeleteScimConnectionHandler } from './delete-scim-connection';
import { MakeScimTokenHandler } from './make-scim-token';
import { RevokeScimTokenHandler } from './revoke-scim-token';
import { ScimSignIn } from './scim-sign-in';

export const SCIM_CONNECTION_COMMANDS = [
  ScimSignIn,
  CreateScimConnectionHandler,
  MakeScimTokenHandler,
  RevokeScimTokenHandler,
  DeleteScimConnectionHandler,
];
