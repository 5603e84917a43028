import type { AccountOnTarget } from '../../wire/agent-messages';
import { localUser } from './local-user';
import { machineName } from './machine-name';

/** What this host calls one of its own accounts. Undefined: there is none, or the host has no name that stays. */
export const localTarget = async (username: string): Promise<AccountOnTarget | undefined> => {
  const [user, machine] = await Promise.all([localUser(username), machineName()]);
  return 'code' in user || machine === undefined ? undefined : { machine, name: user.name };
};
