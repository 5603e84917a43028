import type { HostEvent } from '../../src/domain/hosts/events';
import type { Projector } from '../../src/kernel/projector';
import { HOSTS, type HostDocument } from './document';

export const hosts: Projector<HostDocument> = {
  schema: HOSTS,
  types: ['keyledger.host-created.v1', 'keyledger.host-renamed.v1', 'keyledger.host-deleted.v1'],
  ids: (event) => [(event as unknown as HostEvent).data.hostId],
  next: (host, { revision, ...event }) => {
    const fact = event as unknown as HostEvent;
    switch (fact.type) {
      case 'keyledger.host-created.v1': {
        const { hostId: id, ...data } = fact.data;
        return { id, ...data, revision };
      }
      case 'keyledger.host-renamed.v1':
        return host && { ...host, name: fact.data.name, revision };
      case 'keyledger.host-deleted.v1':
        return undefined;
    }
  },
};
