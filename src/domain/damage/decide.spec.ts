import { given } from '../../../test/support/given-when-then';
import { findAhead, settleAhead } from './ahead';
import { findDamage, settleDamage } from './decide';
import type { DamageEvent } from './events';
import { damage, type DamageState } from './state';

const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2030-01-01T00:00:00.000Z';
const torn = (damageId: string, stream = 's') => ({
  damageId,
  stream,
  revision: 2,
  type: 'keyledger.x.v1',
  fault: 'torn',
});
const ahead = (damageId: string, stream = 's', revision = 2) => ({ damageId, stream, revision, until: LATER });
const found = (id: string, stream?: string): DamageEvent => ({
  type: 'keyledger.stream-damage-found.v1',
  data: { ...torn(id, stream), foundAt: NOW },
});
const seen = (id: string, stream?: string, revision?: number): DamageEvent => ({
  type: 'keyledger.stream-ahead-found.v1',
  data: { ...ahead(id, stream, revision), foundAt: NOW },
});
const by = { reason: 'known', settledBy: 'ann' };
const settled = (id: string): DamageEvent => ({
  type: 'keyledger.stream-damage-settled.v1',
  data: { damageId: id, stream: 's', revision: 2, ...by },
});
const dated = (id: string, upTo: number): DamageEvent => ({
  type: 'keyledger.stream-ahead-settled.v1',
  data: { damageId: id, stream: 's', upTo, ...by },
});
const hundred = (of: (id: string, stream?: string) => DamageEvent, stream?: string) =>
  Array.from({ length: 100 }, (_, n) => of(`d${n}`, stream ?? `s${n}`));

const many = (count: number) => Array.from({ length: count }, (_, n) => found(`d${n}`, `s${n}`));

type Decide = (state: DamageState) => ReturnType<typeof settleDamage>;
const find =
  (id: string, stream?: string): Decide =>
  (state) =>
    findDamage(state, torn(id, stream), NOW);
const findLater =
  (id: string, stream?: string, revision?: number): Decide =>
  (state) =>
    findAhead(state, ahead(id, stream, revision), NOW);
const settle =
  (id: string): Decide =>
  (state) =>
    settleDamage(state, { damageId: id, ...by });
const settleTimes =
  (id: string): Decide =>
  (state) =>
    settleAhead(state, { damageId: id, upTo: 4, ...by });

test.each<[string, readonly DamageEvent[], Decide, readonly DamageEvent[] | string]>([
  ['damage is told', [], find('a'), [found('a')]],
  ['damage is told once', [found('a')], find('a'), []],
  ['damage that was settled is not told again', [found('a'), settled('a')], find('a'), []],
  ['a second damage of a stream is told', [found('a')], find('b'), [found('b')]],
  ['of one stream a hundred at most are open', hundred(found, 's'), find('b', 's'), []],
  ['what is open of other streams does not count', hundred(found), find('b', 's'), [found('b', 's')]],
  ['of all streams a thousand at most are open', many(1000), find('b', 't'), []],
  ['one less leaves room there too', many(999), find('b', 't'), [found('b', 't')]],
  ['and what of them is settled', [...many(1000), settled('d7')], find('b', 't'), [found('b', 't')]],
  ['what is settled makes room', [...hundred(found, 's'), settled('d7')], find('b', 's'), [found('b', 's')]],
  ['damage is settled', [found('a')], settle('a'), [settled('a')]],
  ['damage is settled once', [found('a'), settled('a')], settle('a'), []],
  ['there is no such damage', [found('a')], settle('b'), 'NOT_FOUND'],
  ['a stream that is ahead is told', [], findLater('a'), [seen('a')]],
  ['it is told once', [seen('a')], findLater('a'), []],
  ['it is told once by whichever fact', [seen('a')], findLater('b', 's', 3), []],
  ['damage of the stream is another thing', [found('b')], findLater('a'), [seen('a')]],
  ['another stream that is ahead is told', [seen('a')], findLater('b', 't'), [seen('b', 't')]],
  ['facts whose times are settled are not told', [seen('a'), dated('a', 4)], findLater('b', 's', 4), []],
  ['a later fact is told', [seen('a'), dated('a', 4)], findLater('b', 's', 5), [seen('b', 's', 5)]],
  ['a hundred at most are open', hundred(seen), findLater('b', 't'), []],
  ['one less leaves room', hundred(seen).slice(1), findLater('b', 't'), [seen('b', 't')]],
  ['its times are settled', [seen('a')], settleTimes('a'), [dated('a', 4)]],
  ['its times are settled once', [seen('a'), dated('a', 4)], settleTimes('a'), []],
  ['damage has no times', [found('a')], settleTimes('a'), 'NOT_FOUND'],
  ['there is no such stream', [], settleTimes('a'), 'NOT_FOUND'],
])('%s', (_, facts, decide, then) => {
  given(damage, facts)
    .when(decide)
    .then(typeof then !== 'string' && then.length === 0 ? 'nothing' : then);
});

test('what is settled stays known, by whom and up to where', () => {
  const facts = [found('a'), seen('b', 't'), settled('a'), dated('b', 4), settled('x'), dated('x', 1)];
  const { damages } = facts.reduce(
    (state, { type, data }) => damage.evolve[type](state, data as never),
    damage.initial,
  );
  const fault = `its last fact lies in the future, at ${LATER}: a clock was ahead`;
  expect(Object.values(damages)).toEqual([
    { ...torn('a'), foundAt: NOW, settledBy: 'ann' },
    { ...ahead('b', 't'), foundAt: NOW, fault, settledBy: 'ann', settledUpTo: 4 },
  ]);
});
