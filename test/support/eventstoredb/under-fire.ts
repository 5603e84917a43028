import { openEventStoreDb } from '../../../src/adapters/event-store/eventstoredb/open-eventstoredb';
import { CallTimedOut } from '../../../src/adapters/event-store/eventstoredb/with-timeout';
import { uuidV7Ids } from '../../../src/adapters/outside/uuid-v7-ids';
import { eventStoreUrl } from '../../../src/config/eventstore-url';
import { NO_STREAM } from '../../../src/kernel/expected-revision';
import { EventStoreDouble } from './event-store-double';

const ROUNDS = 3;
const AT_ONCE = 64;
/** Together more than a connection takes from a server that reads nothing, so that most of them wait to be written. */
const TOO_MANY = 300;
const TEXT = 'x'.repeat(10_000);

/** A process of its own that appends while its server dies, loses answers and stands still; whatever ends it early is a defect. */
const underFire = async (): Promise<void> => {
  const double = await EventStoreDouble.start({ flavour: '23.10' });
  const store = await openEventStoreDb(eventStoreUrl(double.url()), { callMs: 1000, appendTimeoutMs: 15_000 });
  const ids = uuidV7Ids({ now: () => Date.now() });
  const metadata = {
    actor: { kind: 'policy', name: 'fire' },
    time: '2026-01-01T00:00:00.000Z',
    correlationId: 'c',
  } as const;
  const answered: string[] = [];
  let [made, unsettled, busy] = [0, 0, true];
  const append = async (data = {}) => {
    const stream = `thing-${(made += 1)}`;
    try {
      await store.append(stream, NO_STREAM, [{ id: ids.next(), type: 'keyledger.thing-done.v1', data, metadata }]);
      answered.push(stream);
    } catch {
      unsettled += 1;
    }
  };
  const worker = async () => {
    while (busy) await append();
  };
  const workers = Array.from({ length: AT_ONCE }, worker);
  for (let round = 0; round < ROUNDS; round++) {
    const enough = answered.length + 300;
    while (answered.length < enough) await new Promise((resolve) => setTimeout(resolve, 5));
    await double.faults({ loseAnswers: 2, failAppends: 1 });
    await double.order({ dropSubscribers: true });
    const more = answered.length + 300;
    while (answered.length < more) await new Promise((resolve) => setTimeout(resolve, 5));
    await double.kill();
    await double.restart();
  }
  busy = false;
  await Promise.all(workers);
  double.freeze();
  const waiting = Array.from({ length: TOO_MANY }, () => append({ text: TEXT }));
  let silences = 0;
  const ask = () => store.head().catch((error) => void (silences += error instanceof CallTimedOut ? 1 : 0));
  // Who asks a second time in vain does so with the client that came after the failed one.
  while (silences < 2) await ask().then(() => new Promise((resolve) => setTimeout(resolve, 5)));
  double.thaw();
  await Promise.all(waiting);
  let [lost, doubled] = [0, 0];
  for (const stream of answered) {
    const { length } = await store.readStream(stream, { limit: 5 });
    lost += length === 0 ? 1 : 0;
    doubled += length > 1 ? 1 : 0;
  }
  await store.close();
  await double.end();
  process.stdout.write(`lost ${lost}, doubled ${doubled}, unsettled ${unsettled}\n`);
};

void underFire();
