import { refuse, type Refusal } from '../../kernel/refusal';
import type { HostAccountEvent, HostMembersEvent } from './events';
import type { HostAccountState, HostMembersState } from './state';

interface Member {
  readonly organizationId: string;
  readonly hostId: string;
  readonly identityId: string;
}

export const reserveOnHost = (state: HostMembersState, member: Member): readonly HostMembersEvent[] | Refusal => {
  if (state.closed) {
    return refuse('NOT_FOUND', 'There is no such host.');
  }
  return state.members.has(member.identityId) ? [] : [{ type: 'keyledger.host-member-reserved.v1', data: member }];
};

export const releaseFromHost = (state: HostMembersState, member: Member): readonly HostMembersEvent[] =>
  state.members.has(member.identityId) ? [{ type: 'keyledger.host-member-released.v1', data: member }] : [];

/** Before a host is deleted: none may name it, and none can come any more. */
export const closeHost = (
  state: HostMembersState,
  host: { organizationId: string; hostId: string },
): readonly HostMembersEvent[] | Refusal => {
  if (state.members.size > 0) {
    return refuse('HOST_IN_USE', `The host is named by ${state.members.size} identities. Take it off them first.`, {
      identityCount: state.members.size,
    });
  }
  return state.closed ? [] : [{ type: 'keyledger.host-members-closed.v1', data: host }];
};

/** Two identities for one account would rotate each other. */
export const reserveAccount = (state: HostAccountState, member: Member): readonly HostAccountEvent[] | Refusal => {
  if (state.identityId === undefined) {
    return [{ type: 'keyledger.host-account-reserved.v1', data: member }];
  }
  return state.identityId === member.identityId
    ? []
    : refuse('ACCOUNT_ALREADY_MANAGED', 'Another identity manages this account on this host.', {
        hostId: member.hostId,
      });
};

export const releaseAccount = (state: HostAccountState, member: Member): readonly HostAccountEvent[] =>
  state.identityId === member.identityId ? [{ type: 'keyledger.host-account-released.v1', data: member }] : [];
