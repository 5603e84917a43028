import type { Because } from '../connector';
import type { LocalUser } from './local-user';

/** The first uid that useradd gives to people; below lie root and the system's own. */
const FIRST_UID = 1000;
const NOBODY = 65_534;

/** The host's own word on which accounts the agent may touch, whatever the server orders: a list, or all ordinary ones. */
export const mayTouch = (user: LocalUser, accounts: readonly string[] | undefined): Because | undefined => {
  const allowed = accounts === undefined ? user.uid >= FIRST_UID && user.uid !== NOBODY : accounts.includes(user.name);
  if (allowed) return undefined;
  const detail =
    accounts === undefined
      ? `${user.name} is an account of the system (uid ${user.uid}); list it in the agent's configuration to allow it`
      : `${user.name} is not in the agent's list of accounts`;
  return { code: 'ACCOUNT_NOT_ALLOWED', detail };
};
