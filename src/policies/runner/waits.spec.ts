import { ReadModelBehind, StoreUnavailable } from '../../kernel/store-errors';
import { Waits } from './waits';

const behind = (model = 'sessions') => new ReadModelBehind(model, 'is behind');
let told: string[];
let waits: Waits;
beforeEach(() => {
  told = [];
  waits = new Waits('a-policy', (policy, on, error) => void told.push(`${policy} ${on} ${(error as Error).name}`));
});

test('the first that waits is told, the others wait with it', () => {
  expect([waits.only('a', behind()), waits.only('b', behind('jobs')), waits.only('a', behind())]).toEqual([
    true,
    true,
    true,
  ]);
  expect(told).toEqual(['a-policy a ReadModelBehind']);
  expect(waits.for).toBe('sessions');
  waits.wentOn('a');
  waits.only('c', behind());
  expect([told.length, waits.for]).toEqual([1, 'jobs']);
});

test('once all have gone on, the next is told', () => {
  waits.only('a', behind());
  waits.wentOn('a');
  expect(waits.for).toBeUndefined();
  waits.only('b', behind());
  waits.wentOn('b');
  waits.only('c', behind());
  expect(told).toHaveLength(3);
});

test('a store that is away is trouble each time, and what it befalls waits no more', () => {
  waits.only('a', behind());
  const away = () => new StoreUnavailable('away');
  expect([waits.only('a', away()), waits.only('a', away())]).toEqual([false, false]);
  expect(told).toHaveLength(3);
  expect(waits.for).toBeUndefined();
});
