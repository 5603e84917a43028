import { CredentialsController } from './identities/credentials.controller';
import { IdentitiesController } from './identities/identities.controller';
import { RotationController } from './identities/rotation.controller';
import { CheckoutController } from './sessions/checkout.controller';
import { SessionsController } from './sessions/sessions.controller';
import { VaultsController } from './vaults/vaults.controller';

/** Every route of the house. */
export const CONTROLLERS = [
  VaultsController,
  IdentitiesController,
  CredentialsController,
  CheckoutController,
  RotationController,
  SessionsController,
] as const;
