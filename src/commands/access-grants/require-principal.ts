import { notFound } from '../../access/require';
import type { PrincipalType } from '../../domain/access-grants/events';
import { idpGroup, idpUser } from '../../domain/directory/state';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';

const switchedOff = (): Refusal =>
  refuse('VALIDATION_FAILED', 'principalId names an IDP user who is switched off.', {
    errors: [{ field: 'principalId', message: 'must be the id of an active IDP user' }],
  });

/** A grant goes to an active IDP user, or to a group there is. */
export const requirePrincipal = async (
  view: View,
  principalType: PrincipalType,
  principalId: string,
): Promise<Refusal | undefined> => {
  if (principalType === 'group') {
    const { state } = await view.load(idpGroup, principalId);
    return state.status === 'active' ? undefined : notFound('IDP group');
  }
  const { status } = (await view.load(idpUser, principalId)).state;
  if (status === 'inactive') {
    return switchedOff();
  }
  return status === 'active' ? undefined : notFound('IDP user');
};
