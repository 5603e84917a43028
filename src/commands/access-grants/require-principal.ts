import type { PrincipalType } from '../../domain/access-grants/events';
import { idpGroup, idpUser } from '../../domain/directory/state';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';

const unknown = (message: string): Refusal =>
  refuse('VALIDATION_FAILED', `principalId ${message}.`, { errors: [{ field: 'principalId', message }] });

/** A grant goes to an active IDP user, or to a group there is. */
export const requirePrincipal = async (
  view: View,
  principalType: PrincipalType,
  principalId: string,
): Promise<Refusal | undefined> => {
  if (principalType === 'group') {
    const { state } = await view.load(idpGroup, principalId);
    return state.status === 'active' ? undefined : unknown('must be the id of an IDP group');
  }
  const { state } = await view.load(idpUser, principalId);
  return state.status === 'active' ? undefined : unknown('must be the id of an active IDP user');
};
