import { Bulk } from './bulk';
import { Candidates } from './candidates';
import { ForceCheckInSessionsHandler } from './force-check-in-sessions';
import { GiveGrantsHandler } from './give-grants';
import { RotateIdentitiesHandler } from './rotate-identities';

export const BULK_COMMANDS = [
  Bulk,
  Candidates,
  RotateIdentitiesHandler,
  ForceCheckInSessionsHandler,
  GiveGrantsHandler,
];
