import { uuidV7Ids } from '../../src/adapters/outside/uuid-v7-ids';
import type { NewEvent } from '../../src/kernel/new-event';

let count = 0;
const ids = uuidV7Ids({ now: () => Date.now() });
/** A name nothing else has, on a log that others write to as well. */
export const unique = (prefix: string) => `${prefix}${Date.now().toString(36)}${(count += 1)}`;

export const newEvent = (type = 'keyledger.thing-done.v1', data: object = { n: count }): NewEvent => ({
  id: unique('event'),
  type,
  data,
  metadata: { actor: { kind: 'user', userId: 'u1' }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c1' },
});

/** With an id as processes make them for one append. */
export const newestEvent = (): NewEvent => ({ ...newEvent(), id: ids.next() });

export const newEvents = (n: number, type?: string) => Array.from({ length: n }, () => newEvent(type));
