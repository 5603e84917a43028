import { account, type Role } from '../domain/accounts/state';
import type { RoleAssignment } from '../domain/users/events';
import { user } from '../domain/users/state';
import { entryOf } from '../kernel/entry-of';
import type { View } from '../kernel/stream-reader';

/** Who somebody is, as the streams say at one moment: the ground of every judgement. */
export interface Standing {
  readonly userId: string;
  readonly email: string;
  readonly support: boolean;
  readonly owner: boolean;
  readonly admin: boolean;
  readonly assignments: readonly RoleAssignment[];
  readonly roles: Readonly<Record<string, Role>>;
}

/** Nobody, when the user doesn't exist or is switched off. */
export const standingOf = async (view: View, userId: string): Promise<Standing | undefined> => {
  const [{ state: person }, { state: whole }] = await Promise.all([view.load(user, userId), view.load(account)]);
  if (person.status !== 'active') {
    return undefined;
  }
  return {
    userId,
    email: person.email,
    support: person.support,
    owner: entryOf(whole.owners, userId)?.active ?? false,
    admin: entryOf(whole.admins, userId) ?? false,
    assignments: person.roles,
    roles: whole.roles,
  };
};
