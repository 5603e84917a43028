import type { CommandBus } from '@nestjs/cqrs';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { NOW } from '../../../test/support/streams/a-vault';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import type { Context } from '../../kernel/context';
import { Foreground } from '../../kernel/foreground';
import { ChangeIdpUser, ChangeIdpUserHandler } from './change-idp-user';
import { CreateIdpGroup, CreateIdpGroupHandler } from './create-idp-group';
import { CreateIdpUser, CreateIdpUserHandler } from './create-idp-user';
import { DeleteIdpGroup, DeleteIdpGroupHandler } from './delete-idp-group';
import { DeleteIdpUser, DeleteIdpUserHandler } from './delete-idp-user';
import { HandOver, HandOverHandler } from './hand-over';
import { ProvisionIdpGroup, ProvisionIdpGroupHandler, type GroupChange } from './provision-idp-group';
import { RenameIdpGroup, RenameIdpGroupHandler } from './rename-idp-group';
import { SetGroupMember, SetGroupMemberHandler } from './set-group-member';

/** A connection decides as everybody else does, on what is its own. */
const connection = (id: string, ...more: Streams[string]): Streams[string] => [
  fact('scim-connection-created', { connectionId: id, name: `Provider ${id}`, createdAt: NOW, createdBy: 'owner' }),
  fact('scim-token-made', { connectionId: id, tokenId: `t-${id}`, hash: 'h', createdAt: NOW, createdBy: 'owner' }),
  ...more,
];
const held = (idpUserId: string, ...more: Streams[string]) => [
  fact('idp-user-created', { idpUserId, email: `${idpUserId}@x.org`, displayName: idpUserId, active: true }),
  ...more,
];
const handed = (idpUserId: string, connectionId: string) => fact('idp-user-handed-over', { idpUserId, connectionId });
const STREAMS: Streams = peopleOf(
  { owner: { owner: true }, clerk: { everywhere: ['directory.manage'] } },
  {
    scimConnections: [...connection('c'), ...connection('d'), ...connection('e')],
    'directory-mine': held('mine', handed('mine', 'c')),
    'directory-also': held('also', handed('also', 'c')),
    'directory-theirs': held('theirs', handed('theirs', 'd')),
    'directory-hand': held('hand'),
    'directoryGroup-g': [
      fact('idp-group-created', { idpGroupId: 'g', name: 'Operators' }),
      fact('idp-group-handed-over', { idpGroupId: 'g', connectionId: 'c' }),
      fact('idp-group-member-added', { idpGroupId: 'g', idpUserId: 'hand' }),
    ],
    'directoryGroup-free': [fact('idp-group-created', { idpGroupId: 'free', name: 'Free' })],
  },
);
const by = (ground: Ground, id = 'c', tokenId = `t-${id}`): Context => ({
  ...ground.as(''),
  actor: { kind: 'scim', name: id, tokenId },
});
const provision = (ground: Ground, context: Context, id: string, change: GroupChange) =>
  new ProvisionIdpGroupHandler(ground.deciding, new Foreground()).execute(new ProvisionIdpGroup(context, id, change));
const change = (ground: Ground, context: Context, id: string, to: ChangeIdpUser['change'] = { active: false }) =>
  new ChangeIdpUserHandler(ground.deciding).execute(new ChangeIdpUser(context, id, to));
const handOver = (ground: Ground, kind: 'user' | 'group', id: string, to: string | null, who = 'owner') =>
  new HandOverHandler(ground.deciding).execute(new HandOver(ground.as(who), kind, id, to));
/** Few members need no second command. */
const noBus = {} as CommandBus;
const nouns = (facts: readonly (readonly [string, string, object])[]) => facts.map(([, noun]) => noun);

test('what it makes is its own in the same append', async () => {
  const ground = new Ground(STREAMS);
  const person = { email: 'new@x.org', displayName: 'New', active: true, externalId: 'ext' };
  const user = await ground.when(() =>
    new CreateIdpUserHandler(ground.deciding, digest).execute(new CreateIdpUser(by(ground), person)),
  );
  expect(nouns(user.facts)).toEqual([
    'idp-email-claimed',
    'idp-user-created',
    'idp-user-handed-over',
    'idp-user-external-id-changed',
  ]);
  const group = await ground.when(() =>
    new CreateIdpGroupHandler(ground.deciding, noBus, new Foreground()).execute(
      new CreateIdpGroup(by(ground), 'New', { members: ['mine'] }),
    ),
  );
  expect(nouns(group.facts)).toEqual(['idp-group-created', 'idp-group-handed-over', 'idp-group-member-added']);
});

test('a group is changed at once, or not at all', async () => {
  const ground = new Ground(STREAMS);
  const all = { name: 'Ops', externalId: 'x', members: { add: ['mine', 'also'], remove: [], only: true } } as const;
  const { facts } = await ground.when(() => provision(ground, by(ground), 'g', all));
  expect(nouns(facts)).toEqual([
    'idp-group-renamed',
    'idp-group-external-id-changed',
    'idp-group-member-removed',
    'idp-group-member-added',
    'idp-group-member-added',
  ]);
  const again = await ground.when(() => provision(ground, by(ground), 'g', all));
  expect(again).toMatchObject({ facts: [], answer: { id: 'g' } });
});

test.each(['theirs', 'hand', 'nobody'])('%s does not come into its groups', async (foreign) => {
  const none = { ...STREAMS, 'directoryGroup-g': (STREAMS['directoryGroup-g'] ?? []).slice(0, 2) };
  const ground = new Ground(none);
  const members = { add: ['mine', foreign], remove: [] };
  const { refused, facts, detail } = await ground.when(() =>
    provision(ground, by(ground), 'g', { name: 'Other', members }),
  );
  expect([refused, facts, detail]).toEqual(['VALIDATION_FAILED', [], `There is no User with the id ${foreign}.`]);
});

const WAYS: readonly [string, string, (ground: Ground, context: Context) => Promise<unknown>][] = [
  ['theirs', 'change', (ground, context) => change(ground, context, 'theirs')],
  ['hand', 'change', (ground, context) => change(ground, context, 'hand')],
  [
    'theirs',
    'delete',
    (ground, context) =>
      new DeleteIdpUserHandler(ground.deciding, digest).execute(new DeleteIdpUser(context, 'theirs')),
  ],
  ['free', 'provision', (ground, context) => provision(ground, context, 'free', { name: 'Mine' })],
  [
    'free',
    'delete group',
    (ground, context) => new DeleteIdpGroupHandler(ground.deciding).execute(new DeleteIdpGroup(context, 'free')),
  ],
  [
    'free',
    'rename',
    (ground, context) =>
      new RenameIdpGroupHandler(ground.deciding).execute(new RenameIdpGroup(context, 'free', 'Mine')),
  ],
  [
    'free',
    'member',
    (ground, context) =>
      new SetGroupMemberHandler(ground.deciding).execute(new SetGroupMember(context, 'free', 'mine', true)),
  ],
];
test.each(WAYS)('%s is not there for it: %s', async (_, _way, work) => {
  const ground = new Ground(STREAMS);
  const { refused, facts } = await ground.when(() => work(ground, by(ground)));
  expect(refused).toBe('NOT_FOUND');
  expect(facts.map(([stream]) => stream)).toEqual(['denied-account']);
});

test.each([
  ['its connection is deleted', [fact('scim-connection-deleted', { connectionId: 'c' })], 't-c'],
  ['its token is revoked', [fact('scim-token-revoked', { connectionId: 'c', tokenId: 't-c' })], 't-c'],
  ['its token is another connection’s', [], 't-d'],
])('a request under way is refused when %s', async (_, more, tokenId) => {
  const ground = new Ground({ ...STREAMS, scimConnections: [...(STREAMS['scimConnections'] ?? []), ...more] });
  const { refused } = await ground.when(() => change(ground, by(ground, 'c', tokenId), 'mine'));
  expect(refused).toBe('PERMISSION_DENIED');
});

test('by hand nothing of it is changed, unless its connection is gone', async () => {
  const ground = new Ground(STREAMS);
  const tried = await ground.when(() => change(ground, ground.as('clerk'), 'mine'));
  expect(tried).toMatchObject({ refused: 'SCIM_MANAGED', extra: { connectionId: 'c' } });
  ground.also('scimConnections', fact('scim-connection-deleted', { connectionId: 'c' }));
  const free = await ground.when(() => change(ground, ground.as('clerk'), 'mine'));
  expect(nouns(free.facts)).toEqual(['idp-user-changed']);
});

test('who may not change the directory hears that, and not who holds a record', async () => {
  const ground = new Ground(STREAMS);
  const { refused } = await ground.when(() => change(ground, ground.as('nobody'), 'mine'));
  expect(refused).toBe('PERMISSION_DENIED');
});

test('another node hands a record over just before it is changed by hand: the change is refused', async () => {
  const ground = new Ground(STREAMS);
  ground.justBefore('idp-user-changed', () => ground.also('directory-hand', handed('hand', 'c')));
  const { refused, facts } = await ground.when(() => change(ground, ground.as('clerk'), 'hand'));
  expect(refused).toBe('SCIM_MANAGED');
  expect(nouns(facts)).toEqual(['idp-user-change-refused']);
});

test('another node releases a record just before its connection changes it: the change is refused', async () => {
  const ground = new Ground(STREAMS);
  ground.justBefore('idp-group-renamed', () =>
    ground.also('directoryGroup-g', fact('idp-group-released', { idpGroupId: 'g' })),
  );
  const { refused, facts } = await ground.when(() => provision(ground, by(ground), 'g', { name: 'Ops' }));
  expect(refused).toBe('NOT_FOUND');
  expect(nouns(facts)).toEqual(['idp-group-provision-refused']);
});

test.each([
  ['clerk', 'c', 'PERMISSION_DENIED'],
  ['owner', 'x', 'NOT_FOUND'],
])('%s hands nothing to %s: %s', async (who, to, code) => {
  const ground = new Ground(STREAMS);
  expect((await ground.when(() => handOver(ground, 'user', 'hand', to, who))).refused).toBe(code);
  expect((await ground.when(() => handOver(ground, 'group', 'free', to, who))).refused).toBe(code);
});

test('a connection hands nothing over, not even to itself', async () => {
  const ground = new Ground(STREAMS);
  const { refused } = await ground.when(() =>
    new HandOverHandler(ground.deciding).execute(new HandOver(by(ground), 'user', 'hand', 'c')),
  );
  expect(refused).toBe('PERMISSION_DENIED');
});
