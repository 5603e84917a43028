import type { IdpGroupMemberAdded, IdpGroupMemberRemoved } from '../../src/domain/directory/events';
import type { Projector } from '../../src/kernel/projector';
import { IDP_MEMBERS, type IdpMemberDocument } from './document';

type Fact = IdpGroupMemberAdded | IdpGroupMemberRemoved;

export const idpMembers: Projector<IdpMemberDocument> = {
  schema: IDP_MEMBERS,
  types: ['keyledger.idp-group-member-added.v1', 'keyledger.idp-group-member-removed.v1'],
  ids: (event) => {
    const { idpGroupId, idpUserId } = (event as unknown as Fact).data;
    return [`${idpGroupId}.${idpUserId}`];
  },
  next: (_, event, id) => {
    const { idpGroupId, idpUserId } = (event as unknown as Fact).data;
    return event.type === 'keyledger.idp-group-member-added.v1' ? { id, idpGroupId, idpUserId } : undefined;
  },
  losses: [
    {
      category: 'directoryGroup',
      where: (idpGroupId) => [{ field: 'idpGroupId', is: idpGroupId }],
      left: () => undefined,
    },
  ],
};
