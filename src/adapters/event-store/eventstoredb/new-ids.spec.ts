import { uuidV7Ids } from '../../outside/uuid-v7-ids';
import { NewIds } from './new-ids';

let now = 10_000;
const ids = uuidV7Ids({ now: () => (now += 1) });

test('an id is new until an append has tried it, and again once it is known not to be in the log', () => {
  const known = new NewIds(5_000);
  const [a, b] = [ids.next(), ids.next()];
  expect(known.areNew([a, b])).toBe(true);
  known.try([b]);
  expect(known.areNew([a])).toBe(true);
  expect(known.areNew([a, b])).toBe(false);
  known.forget([b]);
  expect(known.areNew([a, b])).toBe(true);
});

test('an id made before this process began, or one that does not tell its age, may be anywhere', () => {
  const early = ids.next();
  const known = new NewIds(now);
  expect(known.areNew([early])).toBe(false);
  expect(known.areNew(['event1'])).toBe(false);
});

test('an id no younger than one that was forgotten counts as tried', () => {
  const known = new NewIds(5_000, 2);
  const [a, b, c, d] = [ids.next(), ids.next(), ids.next(), ids.next()];
  known.try([b, c, d]);
  expect(known.areNew([a])).toBe(false);
  expect(known.areNew([b])).toBe(false);
  expect(known.areNew([ids.next()])).toBe(true);
});

test('50,000 ids that were tried are known', () => {
  const known = new NewIds(5_000);
  const early = ids.next();
  known.try(Array.from({ length: 50_000 }, () => ids.next()));
  expect(known.areNew([early])).toBe(true);
  known.try([ids.next()]);
  expect(known.areNew([early])).toBe(false);
});
