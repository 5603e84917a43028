import type { IdpGroupEvent } from '../../src/domain/directory/events';
import type { Projector } from '../../src/kernel/projector';
import { IDP_GROUPS, type IdpGroupDocument } from './document';

export const idpGroups: Projector<IdpGroupDocument> = {
  schema: IDP_GROUPS,
  types: [
    'keyledger.idp-group-created.v1',
    'keyledger.idp-group-renamed.v1',
    'keyledger.idp-group-member-added.v1',
    'keyledger.idp-group-member-removed.v1',
    'keyledger.idp-group-deleted.v1',
  ],
  ids: (event) => [(event as unknown as IdpGroupEvent).data.idpGroupId],
  next: (group, { revision, ...event }) => {
    const fact = event as unknown as IdpGroupEvent;
    switch (fact.type) {
      case 'keyledger.idp-group-created.v1':
        return { id: fact.data.idpGroupId, name: fact.data.name, memberCount: 0, directory: 'directory', revision };
      case 'keyledger.idp-group-renamed.v1':
        return group && { ...group, name: fact.data.name, revision };
      case 'keyledger.idp-group-member-added.v1':
        return group && { ...group, memberCount: group.memberCount + 1, revision };
      case 'keyledger.idp-group-member-removed.v1':
        return group && { ...group, memberCount: group.memberCount - 1, revision };
      case 'keyledger.idp-group-deleted.v1':
        return undefined;
    }
  },
  losses: [
    {
      category: 'directoryGroup',
      where: (id) => [{ field: 'id', is: id }],
      left: (group) => ({ ...group, memberCount: 0 }),
    },
  ],
};
