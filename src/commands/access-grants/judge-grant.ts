import { selfGrant } from '../../access/no-way-up';
import { isOwnPrincipal } from '../../access/own-record';
import { refuseMachine } from '../../access/require';
import { refuseSupport } from '../../access/support';
import type { CallerPermissions } from '../../access/caller-permissions';
import type { PrincipalType } from '../../domain/access-grants/events';
import type { Digest } from '../../kernel/digest';
import type { Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';
import { requirePrincipal } from './require-principal';

/** Who gives no grants at all, whatever permissions and to whomever: machines, and the vendor's support. */
export const refuseGiving = (rights: CallerPermissions): Refusal | undefined =>
  refuseMachine(rights, 'give grants') ?? refuseSupport(rights, 'gives grants');

/** May somebody who manages the vault give access to this principal? */
export const judgeGrant = async (
  view: View,
  digest: Digest,
  rights: CallerPermissions,
  grant: { readonly principalType: PrincipalType; readonly principalId: string },
): Promise<Refusal | undefined> => {
  const refusal = refuseGiving(rights) ?? (await requirePrincipal(view, grant.principalType, grant.principalId));
  if (refusal !== undefined) {
    return refusal;
  }
  const isOwn = !rights.owner && (await isOwnPrincipal(view, digest, rights, grant));
  return isOwn ? selfGrant('gives access to himself or to a group he is in') : undefined;
};
