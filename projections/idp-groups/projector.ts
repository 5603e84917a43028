import type { IdpGroupEvent } from '../../src/domain/directory/events';
import { following, type Projector } from '../../src/kernel/projector';
import { IDP_GROUPS, type IdpGroupDocument } from './document';

export const idpGroups: Projector<IdpGroupDocument> = {
  schema: IDP_GROUPS,
  ...following<IdpGroupDocument, IdpGroupEvent>(({ data }) => [data.idpGroupId], {
    'keyledger.idp-group-created.v1': (_, { data: { idpGroupId: id, name }, revision }) => ({
      id,
      name,
      memberCount: 0,
      directory: 'directory',
      revision,
    }),
    'keyledger.idp-group-renamed.v1': (group, { data: { name }, revision }) => group && { ...group, name, revision },
    'keyledger.idp-group-member-added.v1': (group, { revision }) =>
      group && { ...group, memberCount: group.memberCount + 1, revision },
    'keyledger.idp-group-member-removed.v1': (group, { revision }) =>
      group && { ...group, memberCount: group.memberCount - 1, revision },
    'keyledger.idp-group-deleted.v1': () => undefined,
  }),
  losses: [
    {
      category: 'directoryGroup',
      where: (id) => [{ field: 'id', is: id }],
      left: (group) => ({ ...group, memberCount: 0 }),
    },
  ],
};
