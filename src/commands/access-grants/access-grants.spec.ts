import { EARLIER, LATER, LATEST, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import type { PrincipalType } from '../../domain/access-grants/events';
import { ChangeGrant, ChangeGrantHandler } from './change-grant';
import { GiveGrant, GiveGrantHandler } from './give-grant';
import { givesMore, inUtc } from './grant-terms';
import { RevokeGrant, RevokeGrantHandler } from './revoke-grant';

const directory = (id: string, active = true): Streams => ({
  [`directory-p-${id}`]: [
    fact('idp-user-created', { idpUserId: `p-${id}`, email: `${id}@x.org`, displayName: id, active }),
  ],
  [`directoryEmail-${digest.of(`${id}@x.org`)}`]: [fact('idp-email-claimed', { idpUserId: `p-${id}` })],
});
const STREAMS: Streams = peopleOf(
  {
    owner: { owner: true },
    robot: { owner: true, machine: true },
    manager: { here: ['pam_vaults.manage'] },
    viewer: { here: ['pam_vaults.view'] },
    stranger: {},
  },
  {
    ...PLACES,
    ...directory('manager'),
    ...directory('owner'),
    ...directory('ann'),
    ...directory('off', false),
    'directoryGroup-g': [
      fact('idp-group-created', { idpGroupId: 'g', name: 'Operators' }),
      fact('idp-group-member-added', { idpGroupId: 'g', idpUserId: 'p-manager' }),
    ],
    'directoryGroup-gone': [
      fact('idp-group-created', { idpGroupId: 'gone', name: 'Old' }),
      fact('idp-group-deleted', { idpGroupId: 'gone' }),
    ],
  },
);
const vault = { organizationId: 'o', identityGroupId: 'v' };
const terms = (principalId: string, principalType: PrincipalType = 'user') => ({
  principalType,
  principalId,
  level: 'view_credentials' as const,
});
const rights = (grantId: string, principalId: string, more: object = {}) =>
  fact('grant-given', { ...vault, grantId, ...terms(principalId), ...more, grantedBy: 'm', createdAt: EARLIER });
const refused = (command: string, code: string, asked: object): Told => [
  'denied-o',
  `grant-${command}-refused`,
  { ...vault, ...asked, code },
];

const give = (who: string, grant: ReturnType<typeof terms> & { expiresAt?: string }, vaultId = 'v') => {
  const ground = new Ground(STREAMS);
  const handler = new GiveGrantHandler(ground.deciding, digest);
  return ground.when(() => handler.execute(new GiveGrant(ground.as(who), vaultId, grant)));
};

test.each<[string, string, ReturnType<typeof terms> & { expiresAt?: string }]>([
  ['by a manager to somebody else', 'manager', terms('p-ann')],
  ['until a time of any offset', 'manager', { ...terms('p-ann'), expiresAt: '2026-03-02T14:00:00+02:00' }],
  ['by an owner to the own user', 'owner', terms('p-owner')],
  ['by an owner to a group', 'owner', terms('g', 'group')],
])('a grant is given %s', async (_, who, grant) => {
  const expiry = grant.expiresAt === undefined ? {} : { expiresAt: LATER };
  const data = { ...vault, grantId: 'new1', ...grant, ...expiry, grantedBy: who, createdAt: NOW };
  expect(await give(who, grant)).toEqual({
    answer: { id: 'new1', position: '0001' },
    facts: [['vaultAccess-v', 'grant-given', data]],
  });
});

test.each<[string, string, ReturnType<typeof terms>, string]>([
  ['by somebody who only looks', 'viewer', terms('p-ann'), 'PERMISSION_DENIED'],
  ['by a machine, be it an owner', 'robot', terms('p-ann'), 'PERMISSION_DENIED'],
  ['by a manager to the own user', 'manager', terms('p-manager'), 'SELF_GRANT'],
  ['by a manager to a group with this manager in it', 'manager', terms('g', 'group'), 'SELF_GRANT'],
  ['to an IDP user there is not', 'manager', terms('p-nobody'), 'NOT_FOUND'],
  ['to a group there is not', 'manager', terms('x', 'group'), 'NOT_FOUND'],
  ['to a group that is gone', 'owner', terms('gone', 'group'), 'NOT_FOUND'],
])('a grant is refused %s', async (_, who, grant, code) => {
  const { refused: told, facts } = await give(who, grant);
  expect(told).toBe(code);
  expect(facts).toEqual([refused('give', code, grant)]);
});

test('a grant to an IDP user who is switched off is a mistake of the request, and no fact', async () => {
  const happened = await give('manager', terms('p-off'));
  expect(happened).toMatchObject({ refused: 'VALIDATION_FAILED', facts: [] });
  expect(happened.extra).toMatchObject({ errors: [{ field: 'principalId' }] });
});

test.each([
  ['in a vault there is not', 'manager', 'x', []],
  ['in a vault out of sight', 'manager', 'w', ['denied-p']],
  ['by somebody who sees none', 'stranger', 'v', ['denied-o']],
])('to give a grant %s finds no vault', async (_, who, vaultId, told) => {
  const happened = await give(who, terms('p-ann'), vaultId);
  expect(happened.refused).toBe('NOT_FOUND');
  expect(happened.facts.map(([stream]) => stream)).toEqual(told);
});

type Change = { level?: 'view_vault' | 'checkout'; expiresAt?: string | null };
const given = [rights('a', 'p-ann', { expiresAt: LATER }), rights('m', 'p-manager', { expiresAt: LATER })];
const grantOf = (grantId: string) => ({ grantId, ...terms(grantId === 'a' ? 'p-ann' : 'p-manager') });
const change = (who: string, grantId: string, to: Change, ifMatch?: number) => {
  const ground = new Ground({ ...STREAMS, 'vaultAccess-v': given });
  const handler = new ChangeGrantHandler(ground.deciding, digest);
  return ground.when(() => handler.execute(new ChangeGrant(ground.as(who), 'v', grantId, to, ifMatch)));
};

test.each<[string, string, string, Change, object]>([
  ['raises that of somebody else', 'manager', 'a', { level: 'checkout' }, { level: 'checkout', expiresAt: LATER }],
  ['extends that of somebody else', 'manager', 'a', { expiresAt: '2026-03-03T14:00:00+02:00' }, { expiresAt: LATEST }],
  ['lets that of somebody else stay for ever', 'manager', 'a', { expiresAt: null }, {}],
  ['lowers the own', 'manager', 'm', { level: 'view_vault' }, { level: 'view_vault', expiresAt: LATER }],
  ['raises any, as an owner', 'owner', 'm', { level: 'checkout' }, { level: 'checkout', expiresAt: LATER }],
])('somebody %s', async (_, who, grantId, to, data) => {
  expect(await change(who, grantId, to, 0)).toEqual({
    answer: { id: grantId, position: '0001' },
    facts: [['vaultAccess-v', 'grant-changed', { ...vault, ...grantOf(grantId), ...data }]],
  });
});

test.each<[string, string, string, Change, string, number | undefined]>([
  ['raises the own', 'manager', 'm', { level: 'checkout' }, 'SELF_GRANT', undefined],
  ['extends the own', 'manager', 'm', { expiresAt: LATEST }, 'SELF_GRANT', undefined],
  ['lets the own stay for ever', 'manager', 'm', { expiresAt: null }, 'SELF_GRANT', undefined],
  ['lowers and extends the own', 'manager', 'm', { level: 'view_vault', expiresAt: LATEST }, 'SELF_GRANT', undefined],
  ['changes one there is not', 'manager', 'x', { level: 'checkout' }, 'NOT_FOUND', 0],
  ['changes what was changed since', 'manager', 'a', { level: 'checkout' }, 'PRECONDITION_FAILED', 7],
  ['only looks', 'viewer', 'a', { level: 'checkout' }, 'PERMISSION_DENIED', undefined],
  ['is a machine', 'robot', 'a', { level: 'checkout' }, 'PERMISSION_DENIED', undefined],
])('refused is who %s', async (_, who, grantId, to, code, ifMatch) => {
  const asked = { grantId, ...(to.level === undefined ? {} : { level: to.level }) };
  const { refused: told, facts } = await change(who, grantId, to, ifMatch);
  expect([told, facts]).toEqual([code, [refused('change', code, asked)]]);
});

test.each<[string, string, string, string | undefined, number | undefined]>([
  ['by a manager', 'manager', 'a', undefined, undefined],
  ['by a manager, the own', 'manager', 'm', undefined, 0],
  ['by an owner’s machine', 'robot', 'a', undefined, 0],
  ['by who only looks', 'viewer', 'a', 'PERMISSION_DENIED', undefined],
  ['though there is none', 'manager', 'x', 'NOT_FOUND', 0],
  ['as it was', 'manager', 'a', 'PRECONDITION_FAILED', 7],
])('a grant is revoked %s', async (_, who, grantId, code, ifMatch) => {
  const ground = new Ground({ ...STREAMS, 'vaultAccess-v': given });
  const handler = new RevokeGrantHandler(ground.deciding);
  const happened = await ground.when(() => handler.execute(new RevokeGrant(ground.as(who), 'v', grantId, ifMatch)));
  const revoked: Told = ['vaultAccess-v', 'grant-revoked', { ...vault, ...grantOf(grantId), expiresAt: LATER }];
  expect(happened.refused).toBe(code);
  expect(happened.facts).toEqual([code === undefined ? revoked : refused('revoke', code, { grantId })]);
  expect(happened.answer).toEqual(code === undefined ? { id: grantId, position: '0001' } : undefined);
});

const EVER = { level: 'view_credentials' } as const;
const UNTIL = { ...EVER, expiresAt: LATER } as const;
test.each([
  ['the same', UNTIL, UNTIL, false],
  ['a higher level', UNTIL, { ...UNTIL, level: 'checkout' as const }, true],
  ['a lower level', UNTIL, { ...UNTIL, level: 'view_vault' as const }, false],
  ['a later end', UNTIL, { ...UNTIL, expiresAt: LATEST }, true],
  ['an earlier end', UNTIL, { ...UNTIL, expiresAt: NOW }, false],
  ['no end any more', UNTIL, EVER, true],
  ['an end at last', EVER, UNTIL, false],
  ['for ever as before', EVER, EVER, false],
])('whether a grant gives more: %s', (_, before, after, more) => {
  expect(givesMore(before, after)).toBe(more);
});

test('what is no time is no time', () => {
  expect(() => inUtc('yesterday')).toThrow(RangeError);
});
