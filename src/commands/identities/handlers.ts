import { BeginMinutes } from './begin-minutes';
import { BreakGlassIdentityHandler } from './break-glass-identity';
import { ChangeIdentityHandler } from './change-identity';
import { CheckOutIdentityHandler } from './check-out-identity';
import { CreateIdentityHandler } from './create-identity';
import { DeleteIdentityHandler } from './delete-identity';
import { DiscardVersionHandler } from './discard-version';
import { EnrollIdentityHandler } from './enroll-identity';
import { Fitness } from './fitness';
import { HandingOut } from './handing-out';
import { Matches } from './matches';
import { NewIdentityJudge } from './new-identity-judge';
import { ReplaceCredentialHandler } from './replace-credential';
import { Reservations } from './reservations';
import { RestoreVersionHandler } from './restore-version';
import { RevealIdentityHandler } from './reveal-identity';
import { RotateIdentityHandler } from './rotate-identity';
import { SteerRotationHandler } from './steer-rotation';
import { UndeleteIdentityHandler } from './undelete-identity';
import { DisclosureFailure } from './disclosure-failure';
import { DisclosureReceipts } from './disclosure-receipts';
import { LegacyValues } from '../material/legacy-values';

export const IDENTITY_COMMANDS = [
  Reservations,
  DisclosureFailure,
  DisclosureReceipts,
  BeginMinutes,
  HandingOut,
  LegacyValues,
  NewIdentityJudge,
  Matches,
  Fitness,
  CreateIdentityHandler,
  ChangeIdentityHandler,
  DeleteIdentityHandler,
  UndeleteIdentityHandler,
  ReplaceCredentialHandler,
  RestoreVersionHandler,
  DiscardVersionHandler,
  RevealIdentityHandler,
  CheckOutIdentityHandler,
  BreakGlassIdentityHandler,
  RotateIdentityHandler,
  SteerRotationHandler,
  EnrollIdentityHandler,
];
