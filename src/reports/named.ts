import { idpGroup, idpUser } from '../domain/directory/state';
import type { PrincipalType } from '../domain/access-grants/events';
import { user } from '../domain/users/state';
import type { Cell } from './report';
import type { StateView } from './state-view';

/** An e-mail; of who has none, the name. Empty: nobody knows that one. */
export const userName = (view: StateView, userId: string | undefined): Cell => {
  if (userId === undefined) return undefined;
  const { email, displayName = '' } = view.state(user, userId);
  return email === '' ? displayName : email;
};

export const nameOfPrincipal = (view: StateView, type: PrincipalType, id: string): string =>
  type === 'group' ? view.state(idpGroup, id).name : view.state(idpUser, id).displayName;
