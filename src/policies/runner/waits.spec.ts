import { ShuttingDown } from '../../kernel/shutdown';
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
  expect([waits.tell('a', behind()), waits.tell('b', behind('jobs')), waits.tell('a', behind())]).toEqual([
    true,
    true,
    true,
  ]);
  expect(told).toEqual(['a-policy a ReadModelBehind']);
  expect(waits.for).toBe('sessions');
  waits.wentOn('a');
  waits.tell('c', behind());
  expect([told.length, waits.for]).toEqual([1, 'jobs']);
});

test('once all have gone on, the next is told', () => {
  waits.tell('a', behind());
  waits.wentOn('a');
  expect(waits.for).toBeUndefined();
  waits.tell('b', behind());
  waits.wentOn('b');
  waits.tell('c', behind());
  expect(told).toHaveLength(3);
});

test('a store that is away is trouble each time, and what it befalls waits no more', () => {
  waits.tell('a', behind());
  const away = () => new StoreUnavailable('away');
  expect([waits.tell('a', away()), waits.tell('a', away())]).toEqual([false, false]);
  expect(told).toHaveLength(3);
  expect(waits.for).toBeUndefined();
});

test('what the end of the process breaks off has not failed, and waits for no read model', () => {
  expect(waits.tell('a', new ShuttingDown())).toBe(true);
  expect([told, waits.for]).toEqual([[], undefined]);
});
