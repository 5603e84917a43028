import type { AccessGrantEvent } from '../../src/domain/access-grants/events';
import type { Projector } from '../../src/kernel/projector';
import { ACCESS, type AccessDocument } from './document';

export const access: Projector<AccessDocument> = {
  schema: ACCESS,
  types: ['keyledger.grant-given.v1', 'keyledger.grant-changed.v1', 'keyledger.grant-revoked.v1'],
  ids: (event) => [(event as unknown as AccessGrantEvent).data.grantId],
  next: (grant, event) => {
    const fact = event as unknown as AccessGrantEvent;
    const { grantId: id, ...data } = fact.data;
    switch (fact.type) {
      case 'keyledger.grant-given.v1':
        return { id, ...(data as Omit<AccessDocument, 'id'>) };
      case 'keyledger.grant-changed.v1':
        return grant && { id, ...data, grantedBy: grant.grantedBy, createdAt: grant.createdAt };
      case 'keyledger.grant-revoked.v1':
        return undefined;
    }
  },
};
