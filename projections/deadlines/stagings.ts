import type { IdentityEvent } from '../../src/domain/identities/events';
import type { Agenda } from './agenda';

type Fact = Extract<
  IdentityEvent,
  {
    type:
      | 'keyledger.rotation-requested.v1'
      | 'keyledger.rotation-candidate-refused.v1'
      | 'keyledger.rotation-staged.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1'
      | 'keyledger.identity-credential-replaced.v1'
      | 'keyledger.identity-destroyed.v1';
  }
>;

/** A rotation on hosts is owed a candidate from the moment it is requested, and again when a target refused one. */
export const stagings: Agenda<Fact> = {
  types: [
    'keyledger.rotation-requested.v1',
    'keyledger.rotation-candidate-refused.v1',
    'keyledger.rotation-staged.v1',
    'keyledger.rotation-confirmed.v1',
    'keyledger.rotation-failed.v1',
    'keyledger.identity-credential-replaced.v1',
    'keyledger.identity-destroyed.v1',
  ],
  id: ({ data }) => `staging:${data.identityId}`,
  next: (_, fact, id, dueAt) => {
    const isOwed =
      (fact.type === 'keyledger.rotation-requested.v1' && fact.data.mode === 'hosts') ||
      fact.type === 'keyledger.rotation-candidate-refused.v1';
    if (!isOwed) {
      return undefined;
    }
    const { organizationId, identityGroupId, identityId, rotationId } = fact.data;
    return { id, kind: 'staging', dueAt, organizationId, identityGroupId, identityId, rotationId };
  },
};
