import { setImmediate as aTurn } from 'node:timers/promises';
import { memoryLedger } from '../../test/support/evidence/memory-ledger';
import { someFacts } from '../../test/support/evidence/signed-ledger';
import { Foreground } from '../kernel/foreground';
import { checkLeaves } from './check-leaves';

/** The check of all leaves behind a start, which takes long, beside people who wait for answers. */
const SIZE = 900;
let foreground: Foreground;
let pages: number;
let ending: AbortController;
const begun = async (): Promise<{ readonly ended: boolean; readonly check: Promise<unknown> }> => {
  const { parts, take, facts } = memoryLedger();
  await take(someFacts(SIZE));
  facts[850] = { ...(facts[850] as never as object), data: { name: 'x' } } as never;
  const readAll: typeof parts.store.readAll = (options) => {
    pages += 1;
    return parts.store.readAll(options);
  };
  const giveWay = (restMs: number) => foreground.giveWay(restMs);
  const state = { ended: false };
  const check = checkLeaves({ ...parts, store: { readAll }, giveWay }, 1, SIZE, ending.signal).finally(
    () => (state.ended = true),
  );
  return Object.assign(state, { check });
};
/** Everything goes on that goes on without the time passing. */
const turns = async (): Promise<void> => {
  for (let n = 0; n < 100; n += 1) await aTurn();
};
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  [foreground, pages, ending] = [new Foreground(), 0, new AbortController()];
});
afterEach(() => jest.useRealTimers());

test('where nobody waits it goes on at once', async () => {
  const { check } = await begun();
  expect(await check).toMatchObject({ index: 850 });
  expect(pages).toBe(5);
});

test('it lets whoever waits for an answer go before, page by page, and ends however long somebody does', async () => {
  foreground.enter();
  const work = await begun();
  const seen: number[] = [];
  for (let passed = 0; !work.ended && passed < 1000; passed += 20) {
    await turns();
    if (seen.at(-1) !== pages) seen.push(pages);
    jest.advanceTimersByTime(20);
  }
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(await work.check).toMatchObject({ index: 850 });
});

test('told to end while it gives way, it reads nothing more', async () => {
  foreground.enter();
  const { check } = await begun();
  await turns();
  ending.abort();
  for (let n = 0; n < 4; n += 1) {
    jest.advanceTimersByTime(20);
    await turns();
  }
  expect([await check, pages]).toEqual([undefined, 1]);
});
