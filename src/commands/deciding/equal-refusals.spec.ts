import type { NewEvent } from '../../kernel/new-event';
import { EqualRefusals } from './equal-refusals';

/** Which refusals of somebody are a fact each, which are counted, and when what was counted is told. */
const MINUTE = 60_000;
const factAt = (time: number): NewEvent =>
  ({ id: `f${time}`, type: 'keyledger.x-refused.v1', data: {}, metadata: { time: `t${time}` } }) as unknown as NewEvent;
const make = () => {
  const refusals = new EqualRefusals();
  const refuse = (now: number, { userId = 'ann', key = 'k', stream = 's' } = {}) =>
    refusals.isOwnFact(userId, key, stream, factAt(now), now);
  const refuseTimes = (times: number, now: number, more: { userId?: string; key?: string } = {}) =>
    Array.from({ length: times }, () => refuse(now, more)).filter(Boolean).length;
  return { refusals, refuse, refuseTimes };
};

test('sixty alike in a minute are facts; beyond them the first is kept, and the time of the last', () => {
  const { refusals, refuse, refuseTimes } = make();
  expect(refuseTimes(60, 0)).toBe(60);
  expect([refuse(1), refuse(2), refuse(MINUTE - 1)]).toEqual([false, false, false]);
  expect(refusals.takeOver(MINUTE - 1)).toEqual([]);
  expect(refusals.takeOver(MINUTE)).toEqual([{ stream: 's', fact: factAt(1), count: 3, lastAt: `t${MINUTE - 1}` }]);
  expect(refusals.takeOver(MINUTE)).toEqual([]);
});

test('one beyond them is counted alone', () => {
  const { refusals, refuse, refuseTimes } = make();
  refuseTimes(60, 0);
  refuse(5);
  expect(refusals.takeOver(Infinity)).toEqual([{ stream: 's', fact: factAt(5), count: 1, lastAt: 't5' }]);
});

test('another key and another user are counted for themselves', () => {
  const { refuse, refuseTimes } = make();
  refuseTimes(60, 0);
  expect([refuse(1), refuse(1, { key: 'other' }), refuse(1, { userId: 'bob' })]).toEqual([false, true, true]);
});

test('a minute later it begins anew, and what was counted before is told', () => {
  const { refusals, refuse, refuseTimes } = make();
  refuseTimes(61, 0);
  expect(refuse(MINUTE - 1)).toBe(false);
  expect(refuse(MINUTE)).toBe(true);
  expect(refusals.takeOver(MINUTE)).toMatchObject([{ count: 2 }]);
  expect(refuseTimes(60, MINUTE + 1)).toBe(59);
});

test('a clock that is set back ends the windows that lie ahead of it: nobody waits for their time, and what was counted is told', () => {
  const { refusals, refuse, refuseTimes } = make();
  const ahead = 24 * 60 * MINUTE;
  refuseTimes(61, ahead);
  Array.from({ length: 1000 }, (_, n) => refuse(ahead, { userId: 'bob', key: `k${n}` }));
  expect(refusals.waitMs('bob', ahead)).toBe(MINUTE);
  expect(refusals.waitMs('bob', MINUTE)).toBe(0);
  expect(refusals.takeOver(MINUTE)).toMatchObject([{ count: 1 }]);
  expect(refuseTimes(60, MINUTE)).toBe(60);
});

test('clocks that go a little to and fro begin no minute anew', () => {
  const { refuse, refuseTimes } = make();
  refuseTimes(60, MINUTE);
  expect(refuse(MINUTE - 5)).toBe(false);
});

test('of several users those are told whose minute is over', () => {
  const { refusals, refuseTimes } = make();
  refuseTimes(61, 0);
  refuseTimes(62, 10, { userId: 'bob' });
  refuseTimes(63, 10, { userId: 'cid' });
  expect(refusals.takeOver(MINUTE).map(({ count }) => count)).toEqual([1]);
  expect(refusals.takeOver(MINUTE + 9)).toEqual([]);
  expect(refusals.takeOver(MINUTE + 10).map(({ count }) => count)).toEqual([2, 3]);
});

test('what could not be told is told the next time', () => {
  const { refusals, refuseTimes } = make();
  refuseTimes(61, 0);
  const told = refusals.takeOver(Infinity);
  refusals.giveBack(told);
  expect(refusals.takeOver(0)).toEqual(told);
});

test('who was refused a thousand times by facts waits for the end of the minute', () => {
  const { refusals, refuse } = make();
  for (let n = 0; n < 999; n += 1) refuse(0, { key: `${n}` });
  expect(refusals.waitMs('ann', 1)).toBe(0);
  refuse(0, { key: 'last' });
  expect([refusals.waitMs('ann', 1), refusals.waitMs('bob', 1)]).toEqual([MINUTE - 1, 0]);
  expect([
    refusals.waitMs('ann', MINUTE - 1),
    refusals.waitMs('ann', MINUTE),
    refusals.waitMs('ann', MINUTE + 1),
  ]).toEqual([1, 0, 0]);
});

test('what was counted is no fact that counts towards the thousand', () => {
  const { refusals, refuseTimes } = make();
  refuseTimes(2000, 0);
  expect(refusals.waitMs('ann', 1)).toBe(0);
});

test('users that are remembered are bounded: the one that began first is told early', () => {
  const { refusals, refuse, refuseTimes } = make();
  refuseTimes(61, 0, { userId: 'first' });
  for (let n = 0; n < 9_999; n += 1) refuse(1, { userId: `u${n}` });
  expect(refusals.takeOver(1)).toEqual([]);
  refuse(1, { userId: 'one more' });
  expect(refusals.takeOver(1)).toMatchObject([{ count: 1 }]);
  expect(refuse(2, { userId: 'first' })).toBe(true);
});
