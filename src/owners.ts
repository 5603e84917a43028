import { account } from './domain/accounts/state';
import { user } from './domain/users/state';
import type { StreamReader } from './kernel/stream-reader';

/** Somebody who may do everything. */
export interface Owner {
  /** Absent: known by an issuer's subject alone. */
  readonly email?: string;
  /** Whose tokens sign the owner in; empty before the first sign-in. */
  readonly signIns: readonly { readonly issuer: string; readonly subject: string }[];
}

/** The owners that are not switched off. */
export const ownersOf = async (reader: StreamReader): Promise<readonly Owner[]> => {
  const view = await reader.fresh();
  const { state } = await view.load(account);
  const active = Object.entries(state.owners).filter(([, owner]) => owner.active);
  const users = await Promise.all(active.map(async ([id]) => (await view.load(user, id)).state));
  return users.map(({ email, signIns }) => ({ ...(email === '' ? {} : { email }), signIns }));
};
