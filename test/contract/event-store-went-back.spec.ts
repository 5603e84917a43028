import { copyFileSync } from 'node:fs';
import { Baselines } from '../../src/adapters/event-store/baselines/baselines';
import { openEventStoreDb } from '../../src/adapters/event-store/eventstoredb/open-eventstoredb';
import { uuidV7Ids } from '../../src/adapters/outside/uuid-v7-ids';
import { eventStoreUrl } from '../../src/config/eventstore-url';
import type { EventStore } from '../../src/kernel/event-store';
import { ANY } from '../../src/kernel/expected-revision';
import { markAtPosition } from '../../src/kernel/subscription/mark';
import type { WentBack } from '../../src/kernel/subscription/went-back';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { followedIn } from '../support/followed-in';
import { counted, counter } from '../support/two-nodes';
import { until } from '../support/until';

const ids = uuidV7Ids({ now: () => Date.now() });
const metadata = {
  actor: { kind: 'policy', name: 'spec' },
  time: '2026-03-01T08:00:00.000Z',
  correlationId: 'c',
} as const;
const TIMEOUT_MS = 20_000;

describe.each(['23.10', '24.2'] as const)(
  'an EventStoreDB %s put back to an older copy under a running server',
  (flavour) => {
    let double: EventStoreDouble;
    let store: EventStore & { close(): Promise<void> };
    beforeAll(async () => {
      double = await EventStoreDouble.start({ flavour });
      store = await openEventStoreDb(eventStoreUrl(double.url()), { callMs: 1000, onError: () => undefined });
    });
    afterAll(async () => {
      await store.close();
      await double.end();
    });

    const write = (by: number) => store.append('counter-a', ANY, [{ ...counted(by), id: ids.next(), metadata }]);
    const writeWhenBack = async (by: number) => {
      for (;;) {
        try {
          return await write(by);
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    };
    const putBack = async (copy: string) => {
      await double.kill();
      copyFileSync(copy, double.logPath);
      await double.restart();
    };

    it.each([
      ['shorter than it was', 2],
      ['longer than it was', 12],
    ])(
      'tells every subscriber, which goes on from the last common fact, and forgets what it knew: %s',
      async (_, more) => {
        const subscriptions = followedIn(store);
        const reader = new Baselines(subscriptions, { maxBytes: 1_000_000, onError: () => undefined });
        await reader.start();
        const wentBack: WentBack[] = [];
        const seen: string[] = [];
        const subscription = subscriptions.of({
          name: 'spec',
          take: ({ events }) => void seen.push(...events.map(({ id }) => id)),
          onWentBack: async (back) => {
            wentBack.push(back);
            return back.lastCommon;
          },
          onError: () => undefined,
        });
        subscription.start(markAtPosition(await store.head()));
        for (let n = 0; n < 5; n++) await write(1);
        const copy = `${double.logPath}.older`;
        copyFileSync(double.logPath, copy);
        for (let n = 0; n < 6; n++) await write(100);
        await until('all to be seen', () => seen.length >= 11, TIMEOUT_MS);
        const total = async () => (await (await reader.fresh()).load(counter, 'a')).state.total;
        const before = (await total()) - 600;
        await putBack(copy);
        for (let n = 0; n < more; n++) await writeWhenBack(1);
        await until('it to be noticed', () => wentBack.length > 0, TIMEOUT_MS);
        const last = await store.readStream('counter-a', { direction: 'backwards', limit: more });
        await until('what came then', () => last.every(({ id }) => seen.includes(id)), TIMEOUT_MS);
        expect(await total()).toBe(before + more);
        await subscription.stop();
        await reader.stop();
      },
      60_000,
    );

    it('takes what follows from something done before anew, although it was taken in the lost time', async () => {
      const again = { ...counted(1), id: 'an id that comes again', metadata };
      const other = { ...counted(1), id: 'another that comes again', metadata };
      const lost = { ...counted(1), id: 'one more that comes again', metadata };
      const first = await store.append('counter-b', ANY, [again]);
      const copy = `${double.logPath}.older`;
      copyFileSync(double.logPath, copy);
      await store.append('counter-b', 0, [other]);
      await store.append('counter-b', 1, [lost]);
      await putBack(copy);
      await until(
        'the server to be back',
        () =>
          store.head().then(
            () => true,
            () => false,
          ),
        TIMEOUT_MS,
      );
      expect(await store.append('counter-b', 0, [lost])).toMatchObject({ revision: 1 });
      expect(await store.append('counter-b', 1, [other])).toMatchObject({ revision: 2 });
      expect(await store.append('counter-b', ANY, [again])).toMatchObject({ revision: 0, position: first.position });
      const facts = await store.readStream('counter-b', { limit: 10 });
      expect(facts.map(({ id }) => id)).toEqual([again.id, lost.id, other.id]);
    }, 60_000);
  },
);
