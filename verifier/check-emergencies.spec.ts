import { leafOf } from '../src/reports/leaf';
import { ReportRun } from '../src/reports/report-run';
import { brokenGlass } from '../src/reports/broken-glass';
import { factsOfLog, told, type ToldFact } from '../test/support/reports/facts-of-log';
import { checkout, grant, PLACE, TOWN } from '../test/support/reports/sample-log';
import { streamDigest } from '../wire/tlog/stream-digest';
import { checkEmergencies } from './check-emergencies';
import { Findings } from './findings';

/** Broken glass must end, and its value must be replaced by one that its user does not know. */
const LEAF = TOWN.length + 1;
const BROKEN = checkout(
  's1',
  'ann',
  { breakGlass: true, checkedOutAt: '2026-03-01T13:00:00.000Z', expiresAt: '2026-03-01T14:00:00.000Z' },
  { at: '2026-03-01T13:00:00.000Z' },
);
const db = (what: string, data: object, at: string): ToldFact =>
  told('identity-db', what, { ...PLACE, identityId: 'db', ...data }, { at });
const ended = (at: string): ToldFact =>
  db('identity-checked-in', { sessionId: 's1', userId: 'ann', endedBy: 'auto_expired', endedAt: at }, at);
const rotated = (version: number, at: string): ToldFact => db('rotation-confirmed', { version }, at);
const typed = (at: string): ToldFact => db('identity-credential-replaced', { version: 2, replacedBy: 'ann' }, at);
const later = (at: string): ToldFact => told('vault-v', 'vault-renamed', { ...PLACE, name: 'Later' }, { at });
const lost = (at: string): ToldFact =>
  told('damage', 'stream-damage-found', { damageId: 'd', stream: 'identity-db', revision: 1, fault: 'gone' }, { at });

const judged = async (...after: readonly ToldFact[]) => {
  const run = new ReportRun([brokenGlass], streamDigest);
  const places = new Map([[LEAF, { stream: 'identity-db', revision: 1 }]]);
  const log = factsOfLog([...TOWN, grant('g1'), BROKEN, ...after]);
  for (const [n, fact] of log.entries()) await run.take(fact, leafOf(1, n));
  const findings = new Findings();
  expect(await checkEmergencies(run, places, findings)).toEqual([]);
  for (const found of findings.all) {
    expect(found).toMatchObject({ leaf: LEAF, stream: 'identity-db', revision: 1 });
  }
  return findings.all.map(({ rule }) => rule);
};

test.each<[string, readonly ToldFact[], readonly string[]]>([
  ['still goes on', [later('2026-03-01T13:59:00.000Z')], []],
  ['has just run out', [later('2026-03-01T15:00:00.000Z')], []],
  ['has run out more than an hour ago', [later('2026-03-01T15:00:00.001Z')], ['expiry']],
  ['never ended, nor was rotated', [later('2026-03-02T14:00:00.001Z')], ['expiry', 'rotation']],
  ['ended within a day', [ended('2026-03-01T14:00:00.000Z'), later('2026-03-02T14:00:00.000Z')], []],
  ['was never rotated', [ended('2026-03-01T14:00:00.000Z'), later('2026-03-02T14:00:00.001Z')], ['rotation']],
  [
    'was rotated',
    [ended('2026-03-01T14:00:00.000Z'), rotated(2, '2026-03-01T14:01:00.000Z'), later('2026-04-01T14:00:00.000Z')],
    [],
  ],
  [
    'has a value that its user typed',
    [ended('2026-03-01T14:00:00.000Z'), typed('2026-03-01T14:01:00.000Z'), later('2026-04-01T14:00:00.000Z')],
    ['rotation'],
  ],
  ['can not be judged, as facts are lost', [later('2026-04-01T14:00:00.000Z'), lost('2026-04-01T14:00:00.000Z')], []],
])('broken glass that %s', async (_, after, found) => {
  expect(await judged(...after)).toEqual(found);
});
