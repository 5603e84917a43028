import { given } from '../../../test/support/given-when-then';
import { isRefusal } from '../../kernel/refusal';
import { timestamp } from '../../kernel/time';
import { tryBreakGlass } from './decide';
import type { BreakGlassTried } from './events';
import { breakGlassTries } from './state';

const START = Date.parse('2026-03-01T09:00:00.000Z');
const at = (seconds: number): string => timestamp(START + seconds * 1000);
const subject = {
  identityId: 'i',
  identityGroupId: 'v',
  organizationId: 'o',
  userId: 'eve',
  reason: 'the site is down',
};
const tried = (sessionId: string, seconds: number): BreakGlassTried => ({
  type: 'keyledger.break-glass-tried.v1',
  data: { ...subject, sessionId, triedAt: at(seconds) },
});
const THREE = [tried('s1', 0), tried('s2', 10), tried('s3', 20.5)];

it.each<[string, readonly BreakGlassTried[], number, 'counted' | number]>([
  ['the first', [], 0, 'counted'],
  ['the third', THREE.slice(0, 2), 15, 'counted'],
  ['the fourth within the minute', THREE, 30, 30],
  ['at the last millisecond of it', THREE, 59.999, 1],
  ['when the first is a minute old', THREE, 60, 'counted'],
  ['and then the second bounds it', [...THREE, tried('s4', 60)], 61, 9],
  ['to the second, rounded up', [...THREE, tried('s4', 60), tried('s5', 70)], 70.2, 11],
  ['at the very moment of the last', THREE, 20.5, 40],
  ['after tries of a clock that was days ahead', THREE.map((_, n) => tried(`s${n}`, 900_000 + n)), 1, 'counted'],
])('a try: %s', (_, before, seconds, outcome) => {
  const { outcome: decided } = given(breakGlassTries, before).when((state) =>
    tryBreakGlass(state, { ...subject, sessionId: 'new' }, at(seconds)),
  );
  expect(isRefusal(decided) ? decided.extra?.['retryAfterSeconds'] : 'counted').toBe(outcome);
  if (isRefusal(decided)) expect(decided.code).toBe('BREAK_GLASS_RATE_LIMITED');
});

it('a request that comes again is the same try', () => {
  given(breakGlassTries, THREE)
    .when((state) => tryBreakGlass(state, { ...subject, sessionId: 's2' }, at(30)))
    .then([{ type: 'keyledger.break-glass-tried.v1' }]);
});

it('after a loss that was settled nobody has tries that were used', () => {
  const state = { tries: THREE.map(({ data }) => ({ sessionId: data.sessionId, at: data.triedAt })) };
  expect(breakGlassTries.withoutRights?.(state)).toEqual(state);
});
