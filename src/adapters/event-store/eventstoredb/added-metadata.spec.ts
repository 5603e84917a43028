import { EventStoreDBClient, START } from '@eventstore/db-client';
import { EventStoreDouble } from '../../../../test/support/eventstoredb/event-store-double';
import { newestEvent, unique } from '../../../../test/contract/new-events';
import { eventStoreUrl } from '../../../config/eventstore-url';
import { NO_STREAM } from '../../../kernel/expected-revision';
import type { NewEvent } from '../../../kernel/new-event';
import { endClient } from './make-client';
import type { EventStoreDbEventStore } from './eventstoredb-event-store';
import { openEventStoreDb } from './open-eventstoredb';

/** What somebody else's client is told of an event. */
interface Told {
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

describe('what an event says to the tools of EventStoreDB', () => {
  let double: EventStoreDouble;
  let store: EventStoreDbEventStore;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    double = await EventStoreDouble.start();
    store = await openEventStoreDb(eventStoreUrl(double.url()));
    client = EventStoreDBClient.connectionString(double.url());
  });
  afterAll(async () => {
    await store.close();
    await endClient(client);
    await double.end();
  });

  const told = async (stream: string): Promise<readonly Told[]> => {
    const events: Told[] = [];
    for await (const { event } of client.readStream(stream, { fromRevision: START })) {
      if (event !== undefined) events.push({ id: event.id, metadata: event.metadata as Told['metadata'] });
    }
    return events;
  };
  const ledTo = (id: string, causationId: string): NewEvent => {
    const { metadata, ...event } = newestEvent();
    return { ...event, id, metadata: { ...metadata, correlationId: 'of-a-request', causationId } };
  };

  it('names what it belongs to and what led to it as the server spells ids', async () => {
    const stream = unique('thing-');
    const [cause, derived] = [newestEvent(), 'ab'.repeat(16)];
    const effects = [ledTo(newestEvent().id, cause.id), ledTo(derived, 'a request'), ledTo(unique('event'), cause.id)];
    await store.append(stream, NO_STREAM, [cause, ...effects]);
    const [first, second, third] = await told(stream);
    expect(first?.metadata).toMatchObject({ $correlationId: 'c1' });
    expect(first?.metadata).not.toHaveProperty('$causationId');
    expect(second?.metadata).toMatchObject({ $correlationId: 'of-a-request', $causationId: first?.id });
    expect(third?.metadata).toMatchObject({
      $causationId: 'a request',
      eventId: 'abababab-abab-abab-abab-abababababab',
    });
  });

  it('is told to us as it was given', async () => {
    const stream = unique('thing-');
    const events = [ledTo(newestEvent().id, newestEvent().id), ledTo('cd'.repeat(16), 'a request')];
    await store.append(stream, NO_STREAM, events);
    const read = await store.readStream(stream, { limit: 2 });
    expect(read.map(({ id, metadata }) => ({ id, metadata }))).toEqual(
      events.map(({ id, metadata }) => ({ id, metadata })),
    );
  });

  it('says so only where that fits', async () => {
    const stream = unique('thing-');
    const small = Array.from({ length: 1650 }, () => ({
      ...ledTo(newestEvent().id, newestEvent().id),
      data: { x: 'x'.repeat(360) },
    }));
    await store.append(stream, NO_STREAM, small);
    const [first] = await told(stream);
    expect(first?.metadata).not.toHaveProperty('$correlationId');
    expect(await store.readStream(stream, { limit: 2000 })).toHaveLength(1650);
  });
});
