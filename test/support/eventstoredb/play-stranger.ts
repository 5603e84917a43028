import { randomUUID } from 'node:crypto';
import type { EventLog } from './event-log';
import type { Stranger } from './orders';

const METADATA = JSON.stringify({
  actor: { kind: 'user', userId: 'stranger' },
  time: '2026-01-01T00:00:00.000Z',
  correlationId: 'stranger',
});

/** Does to the log what somebody else does to a server that Keyledger uses. */
export const playStranger = (log: EventLog, stranger: Stranger): void => {
  switch (stranger.does) {
    case 'write': {
      const { stream, type, data = '{}', metadata = METADATA, contentType = 'application/json' } = stranger;
      const content = { data: Buffer.from(data), metadata: Buffer.from(metadata) };
      log.append(stream, 'any', [{ id: randomUUID(), type, contentType, ...content }]);
      return;
    }
    case 'limit':
      log.setMetadata(stranger.stream, stranger.limits);
      return;
    case 'delete':
      log.delete(stranger.stream, 'any');
      return;
    case 'tombstone':
      log.tombstone(stranger.stream, 'any');
      return;
    case 'scavenge':
      log.scavenge();
  }
};
