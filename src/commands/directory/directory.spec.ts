import type { CommandBus } from '@nestjs/cqrs';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { Foreground } from '../../kernel/foreground';
import { ChangeIdpUser, ChangeIdpUserHandler } from './change-idp-user';
import { CreateIdpGroup, CreateIdpGroupHandler } from './create-idp-group';
import { CreateIdpUser, CreateIdpUserHandler } from './create-idp-user';
import { DeleteIdpGroup, DeleteIdpGroupHandler } from './delete-idp-group';
import { DeleteIdpUser, DeleteIdpUserHandler } from './delete-idp-user';
import { RenameIdpGroup, RenameIdpGroupHandler } from './rename-idp-group';
import { SetGroupMember, SetGroupMemberHandler } from './set-group-member';
import { TakeOutOfGroup, TakeOutOfGroupHandler } from './take-out-of-group';

const keyOf = (email: string) => `directoryEmail-${digest.of(email)}`;
const record = (id: string, ...more: Streams[string]): Streams => ({
  [`directory-p-${id}`]: [
    fact('idp-user-created', { idpUserId: `p-${id}`, email: `${id}@x.org`, displayName: id, active: true }),
    ...more,
  ],
  [keyOf(`${id}@x.org`)]: [fact('idp-email-claimed', { idpUserId: `p-${id}` })],
});
const STREAMS: Streams = peopleOf(
  {
    owner: { owner: true },
    admin: { admin: true },
    clerk: { everywhere: ['directory.manage'] },
    local: { here: ['directory.manage'] },
  },
  {
    ...record('owner'),
    ...record('clerk'),
    ...record('ann'),
    ...record('gone', fact('idp-user-deleted', { idpUserId: 'p-gone', email: 'gone@x.org' })),
    'directoryGroup-g': [
      fact('idp-group-created', { idpGroupId: 'g', name: 'Operators' }),
      fact('idp-group-member-added', { idpGroupId: 'g', idpUserId: 'p-gone' }),
    ],
  },
);

const COMMANDS = {
  create: (who, ground, email: string) =>
    new CreateIdpUserHandler(ground.deciding, digest).execute(
      new CreateIdpUser(ground.as(who), { email, displayName: 'New', active: true }),
    ),
  change: (who, ground, id: string, to: object = { displayName: 'Other' }, ifMatch?: number) =>
    new ChangeIdpUserHandler(ground.deciding).execute(new ChangeIdpUser(ground.as(who), id, to, ifMatch)),
  delete: (who, ground, id: string, ifMatch?: number) =>
    new DeleteIdpUserHandler(ground.deciding, digest).execute(new DeleteIdpUser(ground.as(who), id, ifMatch)),
  createGroup: (who, ground) =>
    new CreateIdpGroupHandler(ground.deciding, {} as CommandBus, new Foreground()).execute(
      new CreateIdpGroup(ground.as(who), 'New'),
    ),
  renameGroup: (who, ground, id: string, name?: string, ifMatch?: number) =>
    new RenameIdpGroupHandler(ground.deciding).execute(new RenameIdpGroup(ground.as(who), id, name, ifMatch)),
  deleteGroup: (who, ground, id: string, ifMatch?: number) =>
    new DeleteIdpGroupHandler(ground.deciding).execute(new DeleteIdpGroup(ground.as(who), id, ifMatch)),
  member: (who, ground, groupId: string, id: string, isMember: boolean) =>
    new SetGroupMemberHandler(ground.deciding).execute(new SetGroupMember(ground.as(who), groupId, id, isMember)),
} satisfies Record<string, (who: string, ground: Ground, ...rest: never[]) => Promise<unknown>>;

type Command = keyof typeof COMMANDS;
const run = (who: string, command: Command, args: readonly unknown[], more: Streams = {}) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const asked = COMMANDS[command] as (who: string, ground: Ground, ...rest: unknown[]) => Promise<unknown>;
  return ground.when(() => asked(who, ground, ...args));
};

const ann = { idpUserId: 'p-ann' };
const inGroup = (idpUserId: string) => ({ idpGroupId: 'g', idpUserId });
test.each<[Command, readonly unknown[], readonly Told[]]>([
  [
    'create',
    ['new@x.org'],
    [
      [keyOf('new@x.org'), 'idp-email-claimed', { idpUserId: 'new1' }],
      [
        'directory-new1',
        'idp-user-created',
        { idpUserId: 'new1', email: 'new@x.org', displayName: 'New', active: true },
      ],
    ],
  ],
  [
    'change',
    ['p-ann', { displayName: 'Other' }, 0],
    [['directory-p-ann', 'idp-user-changed', { ...ann, displayName: 'Other', active: true }]],
  ],
  [
    'change',
    ['p-ann', { active: false }],
    [['directory-p-ann', 'idp-user-changed', { ...ann, displayName: 'ann', active: false }]],
  ],
  [
    'delete',
    ['p-ann', 0],
    [
      ['directory-p-ann', 'idp-user-deleted', { ...ann, email: 'ann@x.org' }],
      [keyOf('ann@x.org'), 'idp-email-released', ann],
    ],
  ],
  ['createGroup', [], [['directoryGroup-new1', 'idp-group-created', { idpGroupId: 'new1', name: 'New' }]]],
  ['renameGroup', ['g', 'Other', 1], [['directoryGroup-g', 'idp-group-renamed', { idpGroupId: 'g', name: 'Other' }]]],
  ['renameGroup', ['g'], []],
  ['deleteGroup', ['g', 1], [['directoryGroup-g', 'idp-group-deleted', { idpGroupId: 'g' }]]],
  ['member', ['g', 'p-ann', true], [['directoryGroup-g', 'idp-group-member-added', inGroup('p-ann')]]],
  ['member', ['g', 'p-gone', false], [['directoryGroup-g', 'idp-group-member-removed', inGroup('p-gone')]]],
  ['member', ['g', 'p-clerk', false], []],
])('who manages the directory may %s %j', async (command, args, facts) => {
  for (const who of ['clerk', 'admin', 'owner']) {
    const happened = await run(who, command, args);
    expect(happened.facts).toEqual(facts);
    expect(happened.answer).toEqual({
      id: facts.length === 2 && command === 'create' ? 'new1' : expect.any(String),
      position: `000${facts.length}`,
    });
  }
});

const NOUN: Record<Command, string> = {
  create: 'idp-user-create',
  change: 'idp-user-change',
  delete: 'idp-user-delete',
  createGroup: 'idp-group-create',
  renameGroup: 'idp-group-rename',
  deleteGroup: 'idp-group-delete',
  member: 'idp-group-member-add',
};
const OLD = 9;
test.each<[string, Command, readonly unknown[], string, object]>([
  ['local', 'create', ['new@x.org'], 'PERMISSION_DENIED', { email: 'new@x.org' }],
  ['clerk', 'create', ['Clerk@X.org'], 'SELF_GRANT', { email: 'Clerk@X.org' }],
  ['clerk', 'create', ['ANN@x.org'], 'EMAIL_TAKEN', { email: 'ANN@x.org' }],
  ['local', 'change', ['p-ann'], 'PERMISSION_DENIED', ann],
  ['clerk', 'change', ['p-clerk'], 'SELF_GRANT', { idpUserId: 'p-clerk' }],
  ['clerk', 'change', ['p-ann', {}, OLD], 'PRECONDITION_FAILED', ann],
  ['clerk', 'change', ['p-gone'], 'NOT_FOUND', { idpUserId: 'p-gone' }],
  ['clerk', 'change', ['p-x'], 'NOT_FOUND', { idpUserId: 'p-x' }],
  ['local', 'delete', ['p-ann'], 'PERMISSION_DENIED', ann],
  ['clerk', 'delete', ['p-clerk'], 'SELF_GRANT', { idpUserId: 'p-clerk' }],
  ['clerk', 'delete', ['p-ann', OLD], 'PRECONDITION_FAILED', ann],
  ['clerk', 'delete', ['p-gone'], 'NOT_FOUND', { idpUserId: 'p-gone' }],
  ['local', 'createGroup', [], 'PERMISSION_DENIED', { name: 'New' }],
  ['local', 'renameGroup', ['g', 'N'], 'PERMISSION_DENIED', { idpGroupId: 'g' }],
  ['clerk', 'renameGroup', ['g', 'N', OLD], 'PRECONDITION_FAILED', { idpGroupId: 'g' }],
  ['clerk', 'renameGroup', ['x', 'N'], 'NOT_FOUND', { idpGroupId: 'x' }],
  ['local', 'deleteGroup', ['g'], 'PERMISSION_DENIED', { idpGroupId: 'g' }],
  ['clerk', 'deleteGroup', ['g', OLD], 'PRECONDITION_FAILED', { idpGroupId: 'g' }],
  ['clerk', 'deleteGroup', ['x'], 'NOT_FOUND', { idpGroupId: 'x' }],
  ['local', 'member', ['g', 'p-ann', true], 'PERMISSION_DENIED', inGroup('p-ann')],
  ['clerk', 'member', ['g', 'p-clerk', true], 'SELF_GRANT', inGroup('p-clerk')],
  ['clerk', 'member', ['g', 'p-gone', true], 'NOT_FOUND', inGroup('p-gone')],
  ['clerk', 'member', ['g', 'p-x', true], 'NOT_FOUND', inGroup('p-x')],
  ['clerk', 'member', ['x', 'p-ann', true], 'NOT_FOUND', { idpGroupId: 'x', idpUserId: 'p-ann' }],
])('%s may not %s %j: %s', async (who, command, args, code, asked) => {
  const happened = await run(who, command, args);
  expect(happened.refused).toBe(code);
  expect(happened.facts).toEqual([['denied-account', `${NOUN[command]}-refused`, { ...asked, code }]]);
});

test('a refusal to take somebody out is called so', async () => {
  const { facts } = await run('local', 'member', ['g', 'p-gone', false]);
  expect(facts.map(([, noun]) => noun)).toEqual(['idp-group-member-remove-refused']);
});

test('an owner makes, changes, deletes and adds their own record', async () => {
  const none = { [keyOf('owner@x.org')]: [], 'directory-p-owner': [] };
  expect((await run('owner', 'create', ['owner@x.org'], none)).refused).toBeUndefined();
  expect((await run('owner', 'change', ['p-owner'])).refused).toBeUndefined();
  expect((await run('owner', 'member', ['g', 'p-owner', true])).refused).toBeUndefined();
  expect((await run('owner', 'delete', ['p-owner'])).refused).toBeUndefined();
});

test('somebody who is switched off can be put into a group', async () => {
  const off = record('ann', fact('idp-user-changed', { ...ann, displayName: 'ann', active: false }));
  expect((await run('clerk', 'member', ['g', 'p-ann', true], off)).facts).toHaveLength(1);
});

test('an e-mail that was given up is free, and one that was never given up by who is deleted too', async () => {
  const freed = {
    [keyOf('gone@x.org')]: [
      ...(STREAMS[keyOf('gone@x.org')] ?? []),
      fact('idp-email-released', { idpUserId: 'p-gone' }),
    ],
  };
  for (const more of [{}, freed]) {
    expect((await run('clerk', 'create', ['gone@x.org'], more)).facts.map(([, noun]) => noun)).toEqual([
      'idp-email-claimed',
      'idp-user-created',
    ]);
  }
});

test('who has a look-alike address keeps the e-mail that was filed', async () => {
  const odd = record('ann');
  const filed = { ...odd, [keyOf('bob@x.org')]: [fact('idp-email-claimed', ann)] };
  expect(await run('clerk', 'create', ['bob@x.org'], filed)).toMatchObject({
    refused: 'EMAIL_TAKEN',
    detail: expect.stringContaining('ann@x.org'),
  });
});

test('a claim that was left half-way is finished, unless whoever left it is faster', async () => {
  const ground = new Ground({ ...STREAMS, [keyOf('half@x.org')]: [fact('idp-email-claimed', { idpUserId: 'half' })] });
  const half = { idpUserId: 'half', email: 'half@x.org', displayName: 'Half', active: true };
  ground.justBefore('idp-user-created', () => ground.also('directory-half', fact('idp-user-created', half)));
  const late = await ground.when(() => COMMANDS.create('clerk', ground, 'half@x.org'));
  expect(late).toMatchObject({
    refused: 'EMAIL_TAKEN',
    facts: [['denied-account', 'idp-user-create-refused', { email: 'half@x.org' }]],
  });
});

test.each([
  ['g', 'p-gone', ['idp-group-member-removed']],
  ['g', 'p-ann', []],
  ['x', 'p-ann', []],
])('a policy takes who is gone out of a group, and minds no group that is gone: %s %s', async (groupId, id, told) => {
  const ground = new Ground(STREAMS);
  const handler = new TakeOutOfGroupHandler(ground.deciding);
  const { facts, refused } = await ground.when(() => handler.execute(new TakeOutOfGroup(ground.policy(), groupId, id)));
  expect([refused, facts.map(([, noun]) => noun)]).toEqual([undefined, told]);
});
