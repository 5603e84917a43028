import type { IdentityDeleted, IdentityDestroyed, IdentityUndeleted } from '../../src/domain/identities/events';
import { following } from '../../src/kernel/projector';
import { plusDays } from '../../src/kernel/time';
import type { DeadlineDocument } from './document';

/** As many as a deleted identity can be brought back for. */
const GRACE_DAYS = 7;

type Fact = IdentityDeleted | IdentityUndeleted | IdentityDestroyed;

/** The values of a deleted identity are destroyed when nobody can bring it back any more. */
export const destructions = following<DeadlineDocument, Fact>(({ data }) => [`destroy:${data.identityId}`], {
  'keyledger.identity-deleted.v1': (_, { data }, id) => {
    const { organizationId, identityGroupId, identityId, deletedAt } = data;
    const dueAt = plusDays(deletedAt, GRACE_DAYS);
    return { id, kind: 'destroy', dueAt, organizationId, identityGroupId, identityId };
  },
  'keyledger.identity-undeleted.v1': () => undefined,
  'keyledger.identity-destroyed.v1': () => undefined,
});
