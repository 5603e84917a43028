import { account } from './domain/accounts/state';
import { user } from './domain/users/state';
import type { StreamReader } from './kernel/stream-reader';

/** Somebody who may do everything. */
export interface Owner {
  readonly email: string;
  /** Whose tokens he signs in with; absent before his first sign-in. */
  readonly issuer?: string;
}

/** The owners that are not switched off. */
export const ownersOf = async (reader: StreamReader): Promise<readonly Owner[]> => {
  const view = await reader.fresh();
  const { state } = await view.load(account);
  const active = Object.entries(state.owners).filter(([, owner]) => owner.active);
  const users = await Promise.all(active.map(async ([id]) => (await view.load(user, id)).state));
  return users.map(({ email, signIns: [first] }) => ({
    email,
    ...(first === undefined ? {} : { issuer: first.issuer }),
  }));
};
