import type { Fold } from '../../kernel/fold';
import { IdSet } from '../../kernel/id-set';
import { membersCodec } from '../../kernel/members-codec';
import type { OrganizationMembersEvent } from './events';

export interface OrganizationMembersState {
  readonly closed: boolean;
  /** Ids of the vaults and hosts in the organization. */
  readonly members: IdSet;
}

export const organizationMembers: Fold<OrganizationMembersState, OrganizationMembersEvent> = {
  category: 'organizationMembers',
  codec: membersCodec<OrganizationMembersState>(),
  initial: { closed: false, members: IdSet.empty },
  withoutRights: (state) => state,
  evolve: {
    'keyledger.organization-member-reserved.v1': (state, { memberId }) => ({
      ...state,
      members: state.members.with(memberId),
    }),
    'keyledger.organization-member-released.v1': (state, { memberId }) => ({
      ...state,
      members: state.members.without(memberId),
    }),
    'keyledger.organization-members-closed.v1': (state) => ({ ...state, closed: true }),
  },
};
