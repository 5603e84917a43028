import type { Fold } from '../../kernel/fold';
import { IdSet } from '../../kernel/id-set';
import type { HostAccountEvent, HostEvent, HostMembersEvent } from './events';

export interface HostState {
  readonly status: 'none' | 'active' | 'deleted';
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: string;
}

export const host: Fold<HostState, HostEvent> = {
  category: 'host',
  initial: { status: 'none', organizationId: '', name: '', createdAt: '' },
  evolve: {
    'keyledger.host-created.v1': (_, { organizationId, name, createdAt }) => ({
      status: 'active',
      organizationId,
      name,
      createdAt,
    }),
    'keyledger.host-renamed.v1': (state, { name }) => ({ ...state, name }),
    'keyledger.host-deleted.v1': (state) => ({ ...state, status: 'deleted' }),
  },
};

export interface HostMembersState {
  readonly closed: boolean;
  /** Ids of the identities that name the host. */
  readonly members: IdSet;
}

export const hostMembers: Fold<HostMembersState, HostMembersEvent> = {
  category: 'hostMembers',
  initial: { closed: false, members: IdSet.empty },
  evolve: {
    'keyledger.host-member-reserved.v1': (state, { identityId }) => ({
      ...state,
      members: state.members.with(identityId),
    }),
    'keyledger.host-member-released.v1': (state, { identityId }) => ({
      ...state,
      members: state.members.without(identityId),
    }),
    'keyledger.host-members-closed.v1': (state) => ({ ...state, closed: true }),
  },
};

export interface HostAccountState {
  /** The identity that holds the account. */
  readonly identityId?: string;
}

export const hostAccount: Fold<HostAccountState, HostAccountEvent> = {
  category: 'hostAccount',
  initial: {},
  evolve: {
    'keyledger.host-account-reserved.v1': (_, { identityId }) => ({ identityId }),
    'keyledger.host-account-released.v1': () => ({}),
  },
};
