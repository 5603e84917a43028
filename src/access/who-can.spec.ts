import { EARLIER, LATER, NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import {
  grant,
  grantsOf,
  groupDeleted,
  groupOf,
  letInto,
  recordChanged,
  recordOf,
} from '../../test/support/streams/reach';
import { together } from '../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import type { AccessLine } from './access-line';
import { whoCan, type AccessSubject } from './who-can';

const view = ['pam_vaults.view'] as const;
const BASE: Streams = together(
  peopleOf({ boss: { here: ['pam_vaults.manage'] }, ann: { here: view }, bob: { here: view }, sam: {} }, PLACES),
  ...['ann', 'bob', 'sam', 'new'].map((name) => recordOf(name)),
);
const linesOf = async (more: Streams, whom?: AccessSubject): Promise<readonly AccessLine[]> => {
  const streams = together(BASE, more);
  const lines: AccessLine[] = [];
  for await (const line of whoCan(viewOf(streams, NOW), digest, 'v', { now: NOW, ...(whom && { whom }) })) {
    lines.push(line);
  }
  return lines;
};
const short = (lines: readonly AccessLine[]) =>
  lines.map(({ via, email, userId = 'nobody', can, obstacle = '' }) => [via, email, userId, can, obstacle].join(' '));

test('a line says who reaches the vault, by which grant, given by whom, and what it is good for', async () => {
  expect(await linesOf(grantsOf(grant('a', { user: 'ann' }, { expiresAt: LATER })))).toStrictEqual([
    {
      organizationId: 'o',
      identityGroupId: 'v',
      identityGroupName: 'Servers',
      via: 'grant',
      grantId: 'a',
      principalType: 'user',
      principalId: 'p-ann',
      principalName: 'ann',
      level: 'checkout',
      expiresAt: LATER,
      grantedBy: 'boss',
      grantedByEmail: 'boss@x.org',
      grantedAt: EARLIER,
      idpUserId: 'p-ann',
      displayName: 'ann',
      email: 'ann@x.org',
      userId: 'ann',
      can: 'checkout',
    },
  ]);
});

test('through a group the line names the group, and there is one for each who is in it', async () => {
  const lines = await linesOf(together(groupOf('g', ['ann', 'bob']), grantsOf(grant('a', { group: 'g' }))));
  expect(short(lines).toSorted()).toEqual(['group ann@x.org ann checkout ', 'group bob@x.org bob checkout ']);
  expect(lines[0]).toMatchObject({ principalType: 'group', principalId: 'g', principalName: 'group g' });
  expect(Object.keys(lines[0] ?? {})).not.toContain('expiresAt');
});

const toAnn = (more: object = {}) => grantsOf(grant('a', { user: 'ann' }, more));
const off = fact('user-switched-off', { userId: 'ann' });
test.each<[string, Streams, readonly string[]]>([
  ['may check out', toAnn(), ['grant ann@x.org ann checkout ']],
  ['may reveal, no more', toAnn({ level: 'view_credentials' }), ['grant ann@x.org ann reveal ']],
  ['may see the vault alone', toAnn({ level: 'view_vault' }), ['grant ann@x.org ann nothing ']],
  ['has a grant that goes on', toAnn({ expiresAt: LATER }), ['grant ann@x.org ann checkout ']],
  ['has a grant that ends now', toAnn({ expiresAt: NOW }), ['grant ann@x.org ann nothing GRANT_EXPIRED']],
  [
    'has a record that is switched off',
    together(toAnn(), { 'directory-p-ann': [recordChanged('ann', false)] }),
    ['grant ann@x.org ann nothing IDP_USER_INACTIVE'],
  ],
  [
    'is switched off as a user',
    together(toAnn(), { 'user-ann': [off] }),
    ['grant ann@x.org ann nothing USER_INACTIVE'],
  ],
  ['has no role there', grantsOf(grant('a', { user: 'sam' })), ['grant sam@x.org sam nothing PERMISSION_DENIED']],
  ['never signed in', grantsOf(grant('a', { user: 'new' })), ['grant new@x.org nobody nothing NO_USER']],
  [
    'has both an ended grant and a record that is off: the grant is told',
    together(toAnn({ expiresAt: NOW }), { 'directory-p-ann': [recordChanged('ann', false)] }),
    ['grant ann@x.org ann nothing GRANT_EXPIRED'],
  ],
  [
    'has two grants: two lines',
    grantsOf(grant('a', { user: 'ann' }, { level: 'view_vault' }), grant('b', { user: 'ann' })),
    ['grant ann@x.org ann nothing ', 'grant ann@x.org ann checkout '],
  ],
  [
    'is in a group that is deleted',
    together(groupOf('g', ['ann'], groupDeleted('g')), grantsOf(grant('a', { group: 'g' }))),
    [],
  ],
  ['is in no group that has one', together(groupOf('g', []), grantsOf(grant('a', { group: 'g' }))), []],
])('somebody who %s', async (_, more, lines) => {
  expect(short(await linesOf(more))).toEqual(lines);
});

test('an e-mail that is filed under a name counts for who has it alone', async () => {
  const claim = `userEmail-${digest.of('new@x.org')}`;
  const stolen = { [claim]: [fact('user-claimed', { userId: 'ann' })] };
  expect(short(await linesOf(together(grantsOf(grant('a', { user: 'new' })), stolen)))).toEqual([
    'grant new@x.org nobody nothing NO_USER',
  ]);
});

test('a record that is gone reaches nothing, and is told without a user', async () => {
  const gone = grantsOf(grant('a', { user: 'lost' }));
  expect(short(await linesOf(gone))).toEqual(['grant  nobody nothing IDP_USER_INACTIVE']);
});

test('who gave it is told by name where there is no e-mail', async () => {
  const robot = peopleOf({ robot: { machine: true } });
  const lines = await linesOf(together(robot, toAnn({ grantedBy: 'robot' })));
  expect(lines[0]).toMatchObject({ grantedBy: 'robot', grantedByEmail: 'robot' });
  const nobody = await linesOf(toAnn({ grantedBy: 'unknown' }));
  expect(nobody[0]).toMatchObject({ grantedBy: 'unknown', grantedByEmail: '' });
});

const OWNERS = together(
  peopleOf({
    olga: { owner: true },
    otto: { owner: true, off: true },
    vera: { owner: true, support: true },
    gone: { owner: true },
  }),
  { account: [fact('owner-suspended', { userId: 'otto' }), fact('owner-removed', { userId: 'gone' })] },
);
test('owners need no grant: a line each, and none for who is switched off or was one', async () => {
  const lines = await linesOf(OWNERS);
  expect(short(lines)).toEqual(['owner olga@x.org olga checkout ', 'owner vera@x.org vera nothing PERMISSION_DENIED']);
  expect(lines[0]).toStrictEqual({
    organizationId: 'o',
    identityGroupId: 'v',
    identityGroupName: 'Servers',
    via: 'owner',
    level: 'checkout',
    email: 'olga@x.org',
    userId: 'olga',
    can: 'checkout',
  });
});

test.each<[string, Streams[string], string]>([
  ['in this organization', [letInto('o')], 'owner vera@x.org vera checkout '],
  ['in another one', [letInto('p')], 'owner vera@x.org vera nothing PERMISSION_DENIED'],
  ['until now', [letInto('o', { expiresAt: NOW })], 'owner vera@x.org vera nothing PERMISSION_DENIED'],
  ['until later', [letInto('o', { expiresAt: LATER })], 'owner vera@x.org vera checkout '],
])('an owner of the vendor reaches it only where support is let in: %s', async (_, windows, line) => {
  expect(short(await linesOf(together(OWNERS, { supportAccess: windows })))).toContain(line);
});

test('an owner who is switched off, of whom the account does not say so yet, reaches nothing', async () => {
  expect(await linesOf(peopleOf({ otto: { owner: true, off: true } }))).toEqual([]);
});

const ALL = together(
  OWNERS,
  groupOf('g', ['ann', 'bob']),
  grantsOf(grant('a', { user: 'ann' }), grant('b', { user: 'bob' }), grant('c', { group: 'g' })),
);
test.each<[string, AccessSubject, readonly string[]]>([
  ['ann', { userId: 'ann', idpUserId: 'p-ann' }, ['grant ann@x.org ann checkout ', 'group ann@x.org ann checkout ']],
  ['who has a record, but neither grant nor group', { userId: 'sam', idpUserId: 'p-sam' }, []],
  ['who has no record', { userId: 'bob' }, []],
  ['an owner', { userId: 'olga' }, ['owner olga@x.org olga checkout ']],
])('asked of one person, it tells of that one alone: %s', async (_, whom, lines) => {
  expect(short(await linesOf(ALL, whom))).toEqual(lines);
});

test('nobody reaches a vault that is deleted, or that never was', async () => {
  const deleted = { 'vault-v': [fact('vault-deleted', { identityGroupId: 'v', organizationId: 'o' })] };
  expect(await linesOf(together(ALL, deleted))).toEqual([]);
  const lines: AccessLine[] = [];
  for await (const line of whoCan(viewOf(together(BASE, ALL), NOW), digest, 'x', { now: NOW })) lines.push(line);
  expect(lines).toEqual([]);
});
