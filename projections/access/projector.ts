import type { AccessGrantEvent } from '../../src/domain/access-grants/events';
import type { Projector } from '../../src/kernel/projector';
import { ACCESS, type AccessDocument } from './document';

const kept = ({ grantedBy, createdAt, revision }: AccessDocument) => ({
  grantedBy,
  createdAt,
  revision: revision + 1,
});

export const access: Projector<AccessDocument> = {
  schema: ACCESS,
  types: ['keyledger.grant-given.v1', 'keyledger.grant-changed.v1', 'keyledger.grant-revoked.v1'],
  ids: (event) => [(event as unknown as AccessGrantEvent).data.grantId],
  next: (grant, event) => {
    const fact = event as unknown as AccessGrantEvent;
    const { grantId: id, ...data } = fact.data;
    switch (fact.type) {
      case 'keyledger.grant-given.v1':
        return { id, ...(data as Omit<AccessDocument, 'id' | 'revision'>), revision: 0 };
      case 'keyledger.grant-changed.v1':
        return grant && { ...kept(grant), id, ...data };
      case 'keyledger.grant-revoked.v1':
        return undefined;
    }
  },
  losses: [
    {
      category: 'vaultAccess',
      where: (identityGroupId) => [{ field: 'identityGroupId', is: identityGroupId }],
      left: () => undefined,
    },
  ],
};
