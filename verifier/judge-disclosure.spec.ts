import { checkout, TOWN } from '../test/support/reports/sample-log';
import { factsOfLog, told, type ToldFact } from '../test/support/reports/facts-of-log';
import type { FactOfLog } from './facts-of-bundle';
import { reperform } from './reperform';

/** A machine with an owner's powers checks out: it could do no more than its token gave it. */
const MACHINE = told('user-robot', 'user-created', {
  userId: 'robot',
  kind: 'machine',
  displayName: 'Robot',
  support: false,
  createdAt: 't',
});
const OWNER = told('account', 'owner-added', { userId: 'robot' });
const SECRET = told('organization-o', 'organization-secret-set', { organizationId: 'o', secretVersion: 1 });
const token = (more: object): ToldFact =>
  told('user-robot', 'token-made', {
    userId: 'robot',
    tokenId: 't',
    name: 'deploys',
    hash: '#',
    createdAt: '2026-03-01T12:00:00.000Z',
    createdBy: 'olga',
    expiresAt: '2027-03-01T12:00:00.000Z',
    ...more,
  });
const OUT = checkout(
  's',
  'robot',
  { ownerBypass: true, evidence: { ownerBypass: true } },
  { at: '2026-03-01T13:30:00.000Z' },
);

const found = async (...rest: readonly ToldFact[]) => {
  const facts = factsOfLog([...TOWN, MACHINE, OWNER, SECRET, ...rest]).map((fact, leaf) => {
    const { metadata } = fact;
    const by = { ...metadata, actor: { ...metadata.actor, tokenId: 't' } };
    return { fact: fact.type.includes('checked-out') ? { ...fact, metadata: by } : fact, leaf } as unknown as FactOfLog;
  });
  const { findings } = await reperform(facts);
  return findings.all.map(({ rule }) => rule);
};

test.each([
  ['that gives all its machine may', [token({})], []],
  [
    'that gives what is needed, and less than an owner may',
    [token({ permissions: ['pam_vaults.view'] })],
    ['permission'],
  ],
  ['that gives something else', [token({ permissions: ['accounts.manage'] })], ['permission']],
  ['that was over', [token({ expiresAt: '2026-03-01T12:10:00.000Z' })], ['permission']],
  [
    'that was revoked',
    [token({}), told('user-robot', 'token-revoked', { userId: 'robot', tokenId: 't' })],
    ['permission'],
  ],
  ['that nobody made', [], ['permission']],
])('a checkout with a token %s', async (_, log, expected) => {
  expect(await found(...log, OUT)).toEqual(expected);
});
