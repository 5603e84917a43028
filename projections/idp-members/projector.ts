import type { IdpGroupMemberAdded, IdpGroupMemberRemoved } from '../../src/domain/directory/events';
import { following, type Projector } from '../../src/kernel/projector';
import { IDP_MEMBERS, type IdpMemberDocument } from './document';

type Fact = IdpGroupMemberAdded | IdpGroupMemberRemoved;

export const idpMembers: Projector<IdpMemberDocument> = {
  schema: IDP_MEMBERS,
  streams: { idpGroupId: (id) => [`directoryGroup-${id}`] },
  ...following<IdpMemberDocument, Fact>(({ data }) => [`${data.idpGroupId}.${data.idpUserId}`], {
    'keyledger.idp-group-member-added.v1': (_, { data: { idpGroupId, idpUserId } }, id) => ({
      id,
      idpGroupId,
      idpUserId,
    }),
    'keyledger.idp-group-member-removed.v1': () => undefined,
  }),
  losses: [
    {
      category: 'directoryGroup',
      where: (idpGroupId) => [{ field: 'idpGroupId', is: idpGroupId }],
      left: () => undefined,
    },
  ],
};
