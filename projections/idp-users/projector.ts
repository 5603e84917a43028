import type { IdpUserEvent } from '../../src/domain/directory/events';
import type { Projector } from '../../src/kernel/projector';
import { IDP_USERS, type IdpUserDocument } from './document';

export const idpUsers: Projector<IdpUserDocument> = {
  schema: IDP_USERS,
  types: ['keyledger.idp-user-created.v1', 'keyledger.idp-user-changed.v1', 'keyledger.idp-user-deleted.v1'],
  ids: (event) => [(event as unknown as IdpUserEvent).data.idpUserId],
  next: (person, { revision, ...event }) => {
    const fact = event as unknown as IdpUserEvent;
    switch (fact.type) {
      case 'keyledger.idp-user-created.v1': {
        const { idpUserId: id, ...data } = fact.data;
        return { id, ...data, directory: 'directory', revision };
      }
      case 'keyledger.idp-user-changed.v1': {
        const { displayName, active } = fact.data;
        return person && { ...person, displayName, active, revision };
      }
      case 'keyledger.idp-user-deleted.v1':
        return undefined;
    }
  },
  losses: [
    {
      category: 'directory',
      where: (id) => [{ field: 'id', is: id }],
      left: (person) => ({ ...person, active: false }),
    },
  ],
};
