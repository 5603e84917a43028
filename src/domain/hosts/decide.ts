import { refuse, type Refusal } from '../../kernel/refusal';
import { revokeAll } from './agents';
import type { HostEvent } from './events';
import type { HostState } from './state';

const gone = (): Refusal => refuse('NOT_FOUND', 'There is no such host.');

export const createHost = (
  state: HostState,
  created: { hostId: string; organizationId: string; name: string; createdAt: string },
): readonly HostEvent[] => (state.status === 'none' ? [{ type: 'keyledger.host-created.v1', data: created }] : []);

/** Nothing is recorded when nothing changes. */
export const renameHost = (state: HostState, hostId: string, name: string): readonly HostEvent[] | Refusal => {
  if (state.status !== 'active') {
    return gone();
  }
  const { organizationId } = state;
  return name === state.name ? [] : [{ type: 'keyledger.host-renamed.v1', data: { hostId, organizationId, name } }];
};

/** Only after its members were closed, which refuses while an identity names it. Its agents and join tokens go with it. */
export const deleteHost = (state: HostState, hostId: string): readonly HostEvent[] | Refusal =>
  state.status === 'active'
    ? [
        ...revokeAll(state, hostId, 'host_deleted'),
        { type: 'keyledger.host-deleted.v1', data: { hostId, organizationId: state.organizationId } },
      ]
    : gone();
