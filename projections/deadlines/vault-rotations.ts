import type { IdentityEvent } from '../../src/domain/identities/events';
import type { Agenda } from './agenda';

type Fact = Extract<
  IdentityEvent,
  {
    type:
      | 'keyledger.rotation-requested.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1'
      | 'keyledger.identity-credential-replaced.v1'
      | 'keyledger.identity-destroyed.v1';
  }
>;

/** A rotation in the vault alone is owed from the moment it is requested. */
export const vaultRotations: Agenda<Fact> = {
  types: [
    'keyledger.rotation-requested.v1',
    'keyledger.rotation-confirmed.v1',
    'keyledger.rotation-failed.v1',
    'keyledger.identity-credential-replaced.v1',
    'keyledger.identity-destroyed.v1',
  ],
  id: ({ data }) => `vault-rotation:${data.identityId}`,
  next: (_, fact, id) => {
    if (fact.type !== 'keyledger.rotation-requested.v1' || fact.data.mode !== 'vault') {
      return undefined;
    }
    const { organizationId, identityGroupId, identityId, rotationId, requestedAt: dueAt } = fact.data;
    return { id, kind: 'vault-rotation', dueAt, organizationId, identityGroupId, identityId, rotationId };
  },
};
