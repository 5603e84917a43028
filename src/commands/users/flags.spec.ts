import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import { ChangeUser, ChangeUserHandler, type UserChange } from './change-user';
import { OwnerFlags } from './owner-flags';
import { SetAdmin, SetAdminHandler } from './set-admin';
import { SetOwner, SetOwnerHandler } from './set-owner';
import { userTag } from './user-tag';

const STREAMS: Streams = peopleOf({
  owner: { owner: true },
  second: { owner: true },
  robot: { machine: true },
  mighty: { owner: true, machine: true },
  admin: { admin: true },
  clerk: { everywhere: ['accounts.manage'] },
  local: { here: ['accounts.manage'] },
  ann: {},
  off: { off: true },
  helper: { support: true },
});
const lone = { account: [fact('owner-added', { userId: 'owner', email: 'owner@x.org' })] };

const ofAccount = (userId: string, noun: string, data: object = {}): Told => ['account', noun, { userId, ...data }];
const ofUser = (userId: string, noun: string): Told => [`user-${userId}`, noun, { userId }];
const email = (userId: string) => ({ email: `${userId}@x.org` });
const refused = (command: string, asked: object, code: string): Told => [
  'denied-account',
  `${command}-refused`,
  { ...asked, code },
];

const setOwner = (who: string, userId: string, owner: boolean, more: Streams = {}, ifMatch?: number) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const handler = new SetOwnerHandler(ground.deciding);
  return ground.when(() => handler.execute(new SetOwner(ground.as(who), userId, owner, ifMatch)));
};

test.each<[string, boolean, readonly Told[]]>([
  ['ann', true, [ofAccount('ann', 'owner-added', email('ann'))]],
  ['off', true, [ofAccount('off', 'owner-added', email('off')), ofAccount('off', 'owner-suspended')]],
  [
    'helper',
    true,
    [ofAccount('helper', 'owner-added', email('helper')), ofAccount('helper', 'owner-marked-as-support')],
  ],
  ['robot', true, [ofAccount('robot', 'owner-added'), ofAccount('robot', 'owner-sign-ins-removed')]],
  ['second', true, []],
  ['second', false, [ofAccount('second', 'owner-removed')]],
  ['owner', false, [ofAccount('owner', 'owner-removed')]],
  ['ann', false, []],
])('an owner makes %s an owner: %s', async (userId, owner, facts) => {
  expect(await setOwner('owner', userId, owner)).toEqual({
    answer: { id: userId, position: `000${facts.length}` },
    facts,
  });
});

test.each<[string, string, boolean, string, Streams, number | undefined]>([
  ['admin', 'ann', true, 'PERMISSION_DENIED', {}, undefined],
  ['mighty', 'ann', true, 'PERMISSION_DENIED', {}, undefined],
  ['owner', 'x', true, 'NOT_FOUND', {}, undefined],
  ['owner', 'ann', true, 'PRECONDITION_FAILED', {}, 3],
  ['owner', 'owner', false, 'LAST_OWNER', lone, undefined],
])('%s does not make %s an owner (%s): %s', async (who, userId, owner, code, more, ifMatch) => {
  const happened = await setOwner(who, userId, owner, more, ifMatch);
  expect(happened.refused).toBe(code);
  expect(happened.facts).toEqual([refused('owner-set', { userId, owner }, code)]);
});

const setAdmin = (who: string, userId: string, admin: boolean, ifMatch?: number) => {
  const ground = new Ground(STREAMS);
  const handler = new SetAdminHandler(ground.deciding);
  return ground.when(() => handler.execute(new SetAdmin(ground.as(who), userId, admin, ifMatch)));
};

test.each<[string, boolean, readonly Told[], number | undefined]>([
  ['ann', true, [ofAccount('ann', 'admin-added', email('ann'))], 0],
  ['robot', true, [ofAccount('robot', 'admin-added')], undefined],
  ['admin', true, [], 1],
  ['admin', false, [ofAccount('admin', 'admin-removed')], undefined],
])('an owner makes %s an admin: %s', async (userId, admin, facts, ifMatch) => {
  const answer = { id: userId, position: `000${facts.length}` };
  expect(await setAdmin('owner', userId, admin, ifMatch)).toEqual({ answer, facts });
});

test.each<[string, string, boolean, string, number | undefined]>([
  ['admin', 'ann', true, 'PERMISSION_DENIED', undefined],
  ['mighty', 'ann', true, 'PERMISSION_DENIED', undefined],
  ['owner', 'x', true, 'NOT_FOUND', undefined],
  ['owner', 'ann', true, 'PRECONDITION_FAILED', 3],
])('%s does not make %s an admin (%s): %s', async (who, userId, admin, code, ifMatch) => {
  const happened = await setAdmin(who, userId, admin, ifMatch);
  expect([happened.refused, happened.facts]).toEqual([code, [refused('admin-set', { userId, admin }, code)]]);
});

const change = (who: string, userId: string, to: UserChange, more: Streams = {}, ifMatch?: number) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const { deciding, recording, refusals } = ground;
  const handler = new ChangeUserHandler(deciding, recording, refusals, new OwnerFlags(deciding));
  return ground.when(() => handler.execute(new ChangeUser(ground.as(who), userId, to, ifMatch)));
};
const suspended = { account: [...(STREAMS['account'] ?? []), fact('owner-suspended', { userId: 'second' })] };
const helping = {
  account: [
    ...(STREAMS['account'] ?? []),
    fact('owner-added', { userId: 'helper' }),
    fact('owner-marked-as-support', { userId: 'helper' }),
  ],
};
const secondOff = {
  ...suspended,
  'user-second': [...(STREAMS['user-second'] ?? []), fact('user-switched-off', { userId: 'second' })],
};

test.each<[string, string, string, UserChange, Streams, readonly Told[]]>([
  ['switches a person off', 'clerk', 'ann', { active: false }, {}, [ofUser('ann', 'user-switched-off')]],
  ['switches a person on', 'clerk', 'off', { active: true }, {}, [ofUser('off', 'user-switched-on')]],
  ['marks a person as support', 'clerk', 'ann', { support: true }, {}, [ofUser('ann', 'user-marked-as-support')]],
  ['changes nothing', 'clerk', 'second', {}, {}, []],
  ['changes what is so', 'clerk', 'ann', { active: true }, {}, []],
  [
    'does both',
    'clerk',
    'ann',
    { active: false, support: true },
    {},
    [ofUser('ann', 'user-switched-off'), ofUser('ann', 'user-marked-as-support')],
  ],
  [
    'clears support, as an owner',
    'owner',
    'helper',
    { support: false },
    {},
    [ofUser('helper', 'user-cleared-of-support')],
  ],
  [
    'switches an admin off, as an owner',
    'owner',
    'admin',
    { active: false },
    {},
    [ofUser('admin', 'user-switched-off')],
  ],
  [
    'switches an owner off: the account hears it first',
    'owner',
    'second',
    { active: false },
    {},
    [ofAccount('second', 'owner-suspended'), ofUser('second', 'user-switched-off')],
  ],
  [
    'switches an owner on: the account hears it last',
    'owner',
    'second',
    { active: true },
    secondOff,
    [ofUser('second', 'user-switched-on'), ofAccount('second', 'owner-resumed')],
  ],
  [
    'marks an owner as support: the account hears it first',
    'owner',
    'second',
    { support: true },
    {},
    [ofAccount('second', 'owner-marked-as-support'), ofUser('second', 'user-marked-as-support')],
  ],
  [
    'clears an owner of support: the account hears it last',
    'owner',
    'helper',
    { support: false },
    helping,
    [ofUser('helper', 'user-cleared-of-support'), ofAccount('helper', 'owner-cleared-of-support')],
  ],
])('somebody %s', async (_, who, userId, to, more, facts) => {
  const answer = { id: userId, position: `000${facts.length}` };
  expect(await change(who, userId, to, more)).toEqual({ answer, facts });
});

test.each<[string, string, UserChange, string, Streams, number | undefined]>([
  ['local', 'ann', { active: false }, 'PERMISSION_DENIED', {}, undefined],
  ['clerk', 'x', { active: false }, 'NOT_FOUND', {}, undefined],
  ['clerk', 'second', { active: false }, 'PERMISSION_DENIED', {}, undefined],
  ['admin', 'second', { support: true }, 'PERMISSION_DENIED', {}, undefined],
  ['admin', 'admin', { support: true }, 'PERMISSION_DENIED', {}, undefined],
  ['admin', 'helper', { support: false }, 'PERMISSION_DENIED', {}, undefined],
  ['clerk', 'ann', { active: false }, 'PRECONDITION_FAILED', {}, 3],
  ['owner', 'owner', { active: false }, 'LAST_OWNER', lone, undefined],
  ['owner', 'owner', { support: true }, 'LAST_OWNER', lone, undefined],
  ['owner', 'owner', { active: false, support: true }, 'LAST_OWNER', lone, undefined],
])('%s does not change %s by %j: %s', async (who, userId, to, code, more, ifMatch) => {
  const happened = await change(who, userId, to, more, ifMatch);
  expect([happened.refused, happened.facts]).toEqual([code, [refused('user-change', { userId }, code)]]);
});

test('a user’s tag grows by the user’s own facts and by what the account says of the user', async () => {
  const state = { owners: {}, admins: {}, roles: {}, flagChanges: { ann: 2 } };
  expect([userTag({ facts: 3 }, state, 'ann'), userTag({ facts: 3 }, state, 'bob')]).toEqual([
    { revision: 4 },
    { revision: 2 },
  ]);
});
