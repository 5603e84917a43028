import type {
  CredentialReplaced,
  IdentityDestroyed,
  RotationConfirmed,
  RotationFailed,
  RotationRequested,
} from '../../src/domain/identities/events';
import { following } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Fact = RotationRequested | RotationConfirmed | RotationFailed | CredentialReplaced | IdentityDestroyed;

/** A rotation in the vault alone is owed from the moment it is requested. */
export const vaultRotations = following<DeadlineDocument, Fact>(({ data }) => [`vault-rotation:${data.identityId}`], {
  'keyledger.rotation-requested.v1': (_, { data }, id) => {
    if (data.mode !== 'vault') return undefined;
    const { organizationId, identityGroupId, identityId, rotationId, requestedAt: dueAt } = data;
    return { id, kind: 'vault-rotation', dueAt, organizationId, identityGroupId, identityId, rotationId };
  },
  'keyledger.rotation-confirmed.v1': () => undefined,
  'keyledger.rotation-failed.v1': () => undefined,
  'keyledger.identity-credential-replaced.v1': () => undefined,
  'keyledger.identity-destroyed.v1': () => undefined,
});
