import type { DeadlineDocument } from '../../../projections/deadlines/document';
import { until } from '../../../test/support/until';
import { ReadModelBehind } from '../../kernel/store-errors';
import { DueRound } from './due-round';
import type { DueWork } from './policy';

/** A round over so many deadlines, and what it has carried out. */
const roundOver = (count: number, work: Partial<DueWork>, mostFailing?: number, told: unknown[] = []) => {
  const hand = { now: Date.parse('2026-03-02') };
  const due = Array.from({ length: count }, (_, n) => ({ id: `rotation:${n}`, dueAt: '2026-03-01' }));
  const done: string[] = [];
  const carryOut = async ({ id }: DeadlineDocument) => void done.push(id);
  const on = {
    models: { readModel: () => ({ find: async () => due }) },
    readSide: { head: async () => '', waitFor: async () => true },
    clock: { now: () => hand.now },
    trouble: (_: string, _on: string, error: unknown) => void told.push(error),
  } as unknown as ConstructorParameters<typeof DueRound>[2];
  return {
    done,
    hand,
    round: new DueRound('rotate', { kind: 'rotation', everyMs: 1000, carryOut, ...work }, on, mostFailing),
  };
};

test('work with a pace is begun no faster, all of it', async () => {
  const { done, round } = roundOver(125, { perSecond: 100 });
  const began = performance.now();
  await round.run();
  expect(done).toHaveLength(125);
  expect(performance.now() - began).toBeGreaterThan(980);
});

test('a round that is stopped leaves the rest to the next, at once', async () => {
  const { done, round } = roundOver(100, { perSecond: 8 });
  const running = round.run();
  await until('the first', () => done.length > 0);
  round.stop();
  await running;
  expect(done).toHaveLength(4);
});

test('one that fails stops no other, and is left alone until its pause is over', async () => {
  const tried: string[] = [];
  const carryOut = async ({ id }: DeadlineDocument) => {
    tried.push(id);
    if (id === 'rotation:1') throw new TypeError('poison');
  };
  const { round } = roundOver(5, { carryOut });
  await round.run();
  await round.run();
  const timesOf = (id: string) => tried.filter((each) => each === id).length;
  expect([0, 1, 2, 3, 4].map((n) => timesOf(`rotation:${n}`))).toEqual([2, 1, 2, 2, 2]);
});

test('as many failures are remembered as fit; what does not fit is tried again in the next round', async () => {
  const tried: string[] = [];
  const carryOut = async ({ id }: DeadlineDocument) => {
    tried.push(id);
    throw new TypeError('poison');
  };
  const { round } = roundOver(5, { carryOut }, 2);
  await round.run();
  await round.run();
  expect(tried).toHaveLength(5 + 3);
});

test('eight are carried out at once, the others wait', async () => {
  const ends: (() => void)[] = [];
  const carryOut = () => new Promise<void>((resolve) => ends.push(resolve));
  const { round } = roundOver(20, { carryOut });
  const running = round.run();
  await until('the first', () => ends.length > 0);
  await new Promise(setImmediate);
  expect(ends).toHaveLength(8);
  for (let n = 0; n < 20; n += 1) {
    await until('the next', () => ends.length > n);
    ends[n]?.();
  }
  await running;
  expect(ends).toHaveLength(20);
});

test('what waits for a read model is told once', async () => {
  const told: unknown[] = [];
  const carryOut = async () => Promise.reject(new ReadModelBehind('sessions', 'is behind'));
  const { round } = roundOver(5, { carryOut }, 2, told);
  await round.run();
  await round.run();
  expect(told).toEqual([expect.any(ReadModelBehind)]);
});

test('however long it waited for a read model, its first failure is followed by a short pause', async () => {
  const kinds: string[] = [];
  let isBehind = true;
  const carryOut = async () => {
    kinds.push(isBehind ? 'waited' : 'failed');
    throw isBehind ? new ReadModelBehind('sessions', 'is behind') : new TypeError('poison');
  };
  const { round, hand } = roundOver(1, { carryOut });
  for (let waits = 0; waits < 20; waits += 1, hand.now += 500) await round.run();
  isBehind = false;
  await round.run();
  hand.now += 200;
  await round.run();
  expect(kinds.slice(19)).toEqual(['waited', 'failed', 'failed']);
});
