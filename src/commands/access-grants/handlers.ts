import { ChangeGrantHandler } from './change-grant';
import { GiveGrantHandler } from './give-grant';
import { RevokeGrantHandler } from './revoke-grant';

export const ACCESS_GRANT_COMMANDS = [GiveGrantHandler, ChangeGrantHandler, RevokeGrantHandler];
