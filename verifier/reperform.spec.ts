import { checkout, grant, TOWN } from '../test/support/reports/sample-log';
import { factsOfLog, told, type ToldFact } from '../test/support/reports/facts-of-log';
import type { FactOfLog } from './facts-of-bundle';
import { reperform } from './reperform';

/** Disclosures are judged by the rule of those who decide, also behind a loss that was settled: on what is left. */
const SECRET = told('organization-o', 'organization-secret-set', { organizationId: 'o', secretVersion: 1 });
const N = TOWN.length + 2;
const GIVEN = [...TOWN, SECRET, grant('g1')];
const told1 = (what: string, stream: string, more: object): ToldFact =>
  told('damage', `stream-damage-${what}`, { damageId: 'd', stream, revision: 0, ...more });
const found = (stream: string) => told1('found', stream, { fault: 'gone', foundAt: 't' });
const settled = (stream: string) => told1('settled', stream, { reason: 'r', settledBy: 'olga', lostUpTo: 9 });
const out = (sessionId: string) =>
  checkout(sessionId, 'ann', { expiresAt: '2026-03-01T14:30:00.000Z' }, { at: '2026-03-01T13:30:00.000Z' });
const back = (sessionId: string) =>
  told('identity-db', 'identity-checked-in', {
    organizationId: 'o',
    identityGroupId: 'v',
    identityId: 'db',
    sessionId,
    userId: 'ann',
    endedBy: 'checkin',
    endedAt: '2026-03-01T13:30:00.000Z',
  });

const judged = async (log: readonly ToldFact[]) => {
  const facts = factsOfLog(log).map((fact, leaf) => ({ fact, leaf }) as unknown as FactOfLog);
  const damages = facts.map(({ fact }) => fact).filter(({ stream }) => stream === 'damage');
  const { disclosures, findings, notes } = await reperform(facts, damages);
  return { disclosures, notes, found: findings.all.map(({ rule, leaf }) => [rule, leaf]) };
};

test('what a grant allows is found to be allowed, what none allows is a finding', async () => {
  expect(await judged([...GIVEN, out('s1'), back('s1')])).toEqual({ disclosures: 1, notes: [], found: [] });
  expect(await judged([...TOWN, SECRET, out('s1')])).toMatchObject({ found: [['permission', N - 1]] });
});

test.each(['vaultAccess-v', 'user-ann', 'directory-p-ann', 'account'])(
  '%s: what rests on a right that a settled loss took is a finding',
  async (stream) => {
    const log = [...GIVEN, settled(stream), out('s1')];
    expect(await judged(log)).toEqual({ disclosures: 1, notes: [], found: [['permission', N + 1]] });
  },
);

test('a right that was given again counts', async () => {
  const log = [...GIVEN, settled('vaultAccess-v'), grant('g2'), out('s1')];
  expect(await judged(log)).toEqual({ disclosures: 1, notes: [], found: [] });
});

test.each(['identity-db', 'vault-v'])('%s: what gives nobody a right stays as it was', async (stream) => {
  const log = [...GIVEN, out('s1'), settled(stream), out('s2')];
  const { found: findings } = await judged(log);
  // The session that was open is over with the loss; of the vault alone it is not.
  expect(findings).toEqual(stream === 'vault-v' ? [['double-holder', N + 2]] : []);
});

test('what lies between a loss and its settling is not judged: what is gone may have allowed it, or forbidden it', async () => {
  const log = [...TOWN, SECRET, out('s1'), found('vaultAccess-v')];
  expect(await judged(log)).toEqual({
    disclosures: 0,
    notes: ['1 disclosures could not be judged: they rest on streams of which facts are lost (vaultAccess-v)'],
    found: [],
  });
});

const MISSHAPEN = [
  {},
  {
    identityId: 7,
    sessionId: {},
    roles: 3,
    permissions: null,
    hostIds: 3,
    members: 1,
    alternatives: 4,
    breakGlass: true,
  },
];

test('whatever a fact was altered to say, the log is judged up to there, and that no more can be is a finding', async () => {
  const log = [...GIVEN, out('s1'), back('s1')];
  const damage = [found('identity-db'), settled('identity-db')];
  const stopped: number[] = [];
  for (const at of [...log, ...damage].keys()) {
    for (const data of MISSHAPEN) {
      const changed = [...log, ...damage].map((fact, n) => (n === at ? { ...fact, data } : fact));
      const { found: findings } = await judged(changed);
      if (findings.some(([rule, leaf]) => rule === 'permission' && leaf !== N + 1)) stopped.push(at);
    }
  }
  expect(new Set(stopped).size).toBeGreaterThan(2);
});
