import type { IdentityDeleted, IdentityDestroyed, IdentityUndeleted } from '../../src/domain/identities/events';
import { plusDays } from '../../src/kernel/time';
import type { Agenda } from './agenda';

/** As many as a deleted identity can be brought back for. */
const GRACE_DAYS = 7;

type Fact = IdentityDeleted | IdentityUndeleted | IdentityDestroyed;

/** The values of a deleted identity are destroyed when nobody can bring it back any more. */
export const destructions: Agenda<Fact> = {
  types: ['keyledger.identity-deleted.v1', 'keyledger.identity-undeleted.v1', 'keyledger.identity-destroyed.v1'],
  id: ({ data }) => `destroy:${data.identityId}`,
  next: (_, fact, id) => {
    if (fact.type !== 'keyledger.identity-deleted.v1') {
      return undefined;
    }
    const { organizationId, identityGroupId, identityId, deletedAt } = fact.data;
    const dueAt = plusDays(deletedAt, GRACE_DAYS);
    return { id, kind: 'destroy', dueAt, organizationId, identityGroupId, identityId };
  },
};
