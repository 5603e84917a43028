import type { PrincipalType } from '../domain/access-grants/events';
import { idpEmail, idpGroup } from '../domain/directory/state';
import type { Digest } from '../kernel/digest';
import { foldEmail } from '../kernel/fold-email';
import type { View } from '../kernel/stream-reader';
import type { Standing } from './standing';

/**
 * Is the principal of a grant somebody himself, or a group he is in? An IDP user who is switched off counts as well: he
 * may be switched on again, and would find the grant.
 */
export const isOwnPrincipal = async (
  view: View,
  digest: Digest,
  standing: Standing,
  principal: { readonly principalType: PrincipalType; readonly principalId: string },
): Promise<boolean> => {
  const { state: mapping } = await view.load(idpEmail, digest.of(foldEmail(standing.email)));
  if (mapping.idpUserId === undefined) {
    return false;
  }
  if (principal.principalType === 'user') {
    return principal.principalId === mapping.idpUserId;
  }
  const { state: group } = await view.load(idpGroup, principal.principalId);
  return group.members.has(mapping.idpUserId);
};
