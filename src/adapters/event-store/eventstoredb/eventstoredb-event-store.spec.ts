import { eventStoreContract, type StoreUnderTest } from '../../../../test/contract/event-store.contract';
import { EventStoreDouble } from '../../../../test/support/eventstoredb/event-store-double';
import { eventStoreUrl } from '../../../config/eventstore-url';
import { openEventStoreDb } from './open-eventstoredb';

const openAt = async (url: string, restart: () => Promise<void>): Promise<StoreUnderTest> => {
  const store = await openEventStoreDb(eventStoreUrl(url));
  return {
    store,
    close: () => store.close(),
    reopen: async () => {
      await store.close();
      await restart();
      return openAt(url, restart);
    },
  };
};

describe.each([
  ['23.10', true],
  ['23.10', false],
  ['24.2', true],
] as const)('on a double of %s, batch append offered: %p', (flavour, batchAppend) => {
  let double: EventStoreDouble;
  beforeAll(async () => {
    double = await EventStoreDouble.start({ flavour, batchAppend });
  });
  afterAll(() => double.end());

  eventStoreContract('EventStoreDB', () =>
    openAt(double.url(), async () => {
      await double.kill();
      await double.restart();
    }),
  );
});

const real = process.env['EVENTSTORE_URL'];
if (real !== undefined) {
  eventStoreContract('EventStoreDB at EVENTSTORE_URL', () => openAt(real, async () => undefined));
}
