import type { HostMemberReleased, HostMemberReserved } from '../../src/domain/hosts/events';
import { following, type Projector } from '../../src/kernel/projector';
import { HOST_MEMBERS, type HostMemberDocument } from './document';

type Fact = HostMemberReserved | HostMemberReleased;

export const hostMembers: Projector<HostMemberDocument> = {
  schema: HOST_MEMBERS,
  ...following<HostMemberDocument, Fact>(({ data }) => [`${data.hostId}.${data.identityId}`], {
    'keyledger.host-member-reserved.v1': (_, { data: { hostId, identityId } }, id) => ({ id, hostId, identityId }),
    'keyledger.host-member-released.v1': () => undefined,
  }),
};
