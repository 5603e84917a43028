import type { HostMemberReleased, HostMemberReserved } from '../../src/domain/hosts/events';
import type { Projector } from '../../src/kernel/projector';
import { HOST_MEMBERS, type HostMemberDocument } from './document';

type Fact = HostMemberReserved | HostMemberReleased;

export const hostMembers: Projector<HostMemberDocument> = {
  schema: HOST_MEMBERS,
  types: ['keyledger.host-member-reserved.v1', 'keyledger.host-member-released.v1'],
  ids: (event) => {
    const { hostId, identityId } = (event as unknown as Fact).data;
    return [`${hostId}.${identityId}`];
  },
  next: (_, event, id) => {
    const { hostId, identityId } = (event as unknown as Fact).data;
    return event.type === 'keyledger.host-member-reserved.v1' ? { id, hostId, identityId } : undefined;
  },
};
