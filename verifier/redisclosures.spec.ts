import { checkout, grant, PLACE, TOWN } from '../test/support/reports/sample-log';
import { factsOfLog, told, type ToldFact } from '../test/support/reports/facts-of-log';
import type { FactOfLog } from './facts-of-bundle';
import { reperform } from './reperform';

/** What is shown once more to who had checked it out, and what was told to be shown and was not. */
const SECRET = told('organization-o', 'organization-secret-set', { organizationId: 'o', secretVersion: 1 });
const GIVEN = grant('g1');
const EXPIRES = {
  expiresAt: '2026-03-01T14:30:00.000Z',
  evidence: { ownerBypass: false, grantId: 'g1', idpUserId: 'p-ann' },
};
const OUT = checkout('s', 'ann', EXPIRES, { at: '2026-03-01T13:30:00.000Z' });
const BACK = told(
  'identity-db',
  'identity-checked-in',
  { ...PLACE, identityId: 'db', sessionId: 's', userId: 'ann', endedBy: 'checkin', endedAt: 't' },
  { at: '2026-03-01T13:40:00.000Z' },
);
const again = (by: string, at = '2026-03-01T13:50:00.000Z', sessionId = 's') =>
  told('reveal-db', 'credential-redisclosed', { ...PLACE, identityId: 'db', sessionId, version: 1 }, { by, at });
const shown = (by: string) =>
  told(
    'reveal-db',
    'identity-revealed',
    { ...PLACE, identityId: 'db', version: 1 },
    { by, at: '2026-03-01T13:50:00.000Z' },
  );

const reperformed = (log: readonly ToldFact[]) =>
  reperform(factsOfLog([...TOWN, SECRET, ...log]).map((fact, leaf) => ({ fact, leaf }) as unknown as FactOfLog));
const found = async (...log: readonly ToldFact[]) => {
  const { findings } = await reperformed(log);
  return findings.all.map(({ rule, detail }) => `${rule} ${/\((\w+)\)/.exec(detail)?.[1] ?? ''}`);
};

test.each([
  ['while the session lasts', [GIVEN, OUT, again('ann')], []],
  ['after it was given back', [GIVEN, OUT, BACK, again('ann')], ['permission CONFLICT']],
  ['after its time', [GIVEN, OUT, again('ann', '2026-03-01T14:30:00.000Z')], ['permission CONFLICT']],
  ['to somebody else', [GIVEN, OUT, again('mia')], ['permission CONFLICT']],
  ['of another session', [GIVEN, OUT, again('ann', undefined, 'x')], ['permission CONFLICT']],
  [
    'after the grant was revoked',
    [GIVEN, OUT, grant('g1', {}, 'grant-revoked'), again('ann')],
    ['permission VAULT_ACCESS_DENIED'],
  ],
])('a value is shown once more %s', async (_, log, expected) => {
  expect(await found(...log)).toEqual(expected);
});

/** The fact that is withheld is the last but one. */
const withheld = async (log: readonly ToldFact[], stream: string) => {
  const id = `e${TOWN.length + 1 + log.length - 1}`;
  const fact = told(stream, 'disclosure-withheld', {
    ...PLACE,
    identityId: 'db',
    disclosureId: id,
    code: 'C',
    detail: 'd',
  });
  return found(...log, { ...fact, at: '2026-03-01T13:51:00.000Z' });
};

test('what was withheld was shown to nobody, if the fact says so that lies beside it', async () => {
  expect(await found(shown('ann'))).toEqual(['permission VAULT_ACCESS_DENIED']);
  expect(await withheld([shown('ann')], 'reveal-db')).toEqual([]);
  expect(await withheld([shown('ann')], 'reveal-other')).toEqual(['permission VAULT_ACCESS_DENIED']);
  expect(await withheld([shown('ann'), again('ann')], 'reveal-db')).toEqual(['permission VAULT_ACCESS_DENIED']);
});

test('a checkout that was not allowed began a session, whether or not its value was shown', async () => {
  expect(await withheld([OUT], 'reveal-db')).toEqual(['permission VAULT_ACCESS_DENIED']);
  expect(await withheld([OUT], 'identity-db')).toEqual(['permission VAULT_ACCESS_DENIED']);
});
