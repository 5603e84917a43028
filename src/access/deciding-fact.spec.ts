import { fact } from '../../test/support/streams/ground-of';
import { logOf, stoodAt, type Stood } from '../../test/support/streams/log-of';
import { user } from '../domain/users/state';
import { ground, type Ground } from '../kernel/ground';
import { decidingFact } from './deciding-fact';
import { ownerGround, userGround } from './grounds';

const made: Stood = ['user-ann', fact('user-created', { userId: 'ann', email: 'ann@x.org', support: false })];
const off: Stood = ['user-ann', fact('user-switched-off', { userId: 'ann' })];
const on: Stood = ['user-ann', fact('user-switched-on', { userId: 'ann' })];
const roles = (...ids: readonly string[]): Stood => [
  'user-ann',
  fact('user-roles-assigned', { userId: 'ann', roles: ids.map((roleId) => ({ roleId, organizationId: 'o' })) }),
];
const owner: Stood = ['account', fact('owner-added', { userId: 'ann' })];

const decided = (stood: readonly Stood[], grounds: readonly Ground[], seen?: number) => {
  const { view, reader } = logOf(stood, seen);
  return decidingFact(view, reader, grounds);
};

test.each<[string, readonly Stood[], number | undefined]>([
  ['the one that changed what was looked at last', [made, off, on], 2],
  ['not one behind it that changed something else', [made, off, roles('r')], 1],
  ['not one that says what was so already', [made, on], 0],
  ['none, where no fact ever touched it', [], undefined],
])('of the facts of a stream it is %s', async (_, stood, revision) => {
  expect((await decided(stood, [userGround('ann')]))?.fact.revision).toBe(revision);
});

test.each<[string, readonly Stood[], string]>([
  ['the later stream’s', [made, owner], 'account'],
  ['the earlier stream’s, where that one is later in the log', [owner, made], 'user-ann'],
  ['the only one there is', [made], 'user-ann'],
])('of everything a step looked at it is the last of the log: %s', async (_, stood, stream) => {
  expect((await decided(stood, [userGround('ann'), ownerGround('ann')]))?.fact.stream).toBe(stream);
  expect((await decided(stood, [ownerGround('ann'), userGround('ann')]))?.fact.stream).toBe(stream);
});

test('nothing looked at, nothing decided', async () => {
  expect(await decided([made], [])).toBeUndefined();
});

test.each([
  ['a person', { kind: 'user', userId: 'boss', email: 'boss@x.org' }, { by: 'boss', byEmail: 'boss@x.org' }],
  ['a machine', { kind: 'user', userId: 'robot' }, { by: 'robot' }],
  ['a policy', { kind: 'policy', name: 'support-windows' }, { by: 'support-windows' }],
  ['somebody without a name', { kind: 'policy' }, { by: 'policy' }],
] as const)('it is told when it was and who made it so: %s', async (_, actor, by) => {
  expect(await decided([made, [off[0], off[1], actor as never]], [userGround('ann')])).toStrictEqual({
    fact: { stream: 'user-ann', revision: 1, time: stoodAt(1), ...by },
  });
});

test('with it goes the organization it belongs to, where it belongs to one', async () => {
  const vault: Stood = ['user-ann', fact('user-switched-off', { userId: 'ann', organizationId: 'o' })];
  expect((await decided([made, vault], [userGround('ann')]))?.organizationId).toBe('o');
});

test('what was appended after the judgement decided nothing', async () => {
  expect((await decided([made, off, on], [userGround('ann')], 2))?.fact.revision).toBe(1);
  expect((await decided([made, off, on], [userGround('ann')], 1))?.fact.revision).toBe(0);
  expect(await decided([made, off, on], [userGround('ann')], 0)).toBeUndefined();
});

test.each([499, 500, 501, 1000])('a stream of %i facts more is read to its end', async (more) => {
  const stood = [made, ...Array.from({ length: more }, () => roles('r')), off];
  expect((await decided(stood, [userGround('ann')]))?.fact.revision).toBe(more + 1);
  expect((await decided(stood, [userGround('ann')], more + 1))?.fact.revision).toBe(0);
});

test('where the facts alone do not make what was judged, as after a loss, none is told to have decided', async () => {
  const looked = userGround('ann');
  const settled: Ground = { ...looked, judged: async () => ({ parts: { status: 'off' }, lastFact: 0 }) };
  const more: Ground = { ...looked, judged: async () => ({ parts: { status: 'active', x: 1 }, lastFact: 0 }) };
  expect(await decided([made], [settled])).toBeUndefined();
  expect(await decided([made], [more])).toBeUndefined();
  expect((await decided([made, owner], [settled, ownerGround('ann')]))?.fact.stream).toBe('account');
});

test('a fact that a store hands out with its members in another order changed nothing', async () => {
  const one: Stood = [
    'user-ann',
    fact('user-roles-assigned', { userId: 'ann', roles: [{ roleId: 'r', organizationId: 'o' }] }),
  ];
  const same: Stood = [
    'user-ann',
    fact('user-roles-assigned', { userId: 'ann', roles: [{ organizationId: 'o', roleId: 'r' }] }),
  ];
  const assigned = ground(user, 'ann', (state) => ({ roles: state.roles }));
  expect((await decided([made, one, same], [assigned]))?.fact.revision).toBe(1);
});

test('of parts that may be somebody else’s those alone count that have to do with the question', async () => {
  const assigned = ground(
    user,
    'ann',
    (state) => Object.fromEntries(state.roles.map((role) => [role.roleId, role])),
    async (_, part) => (part as { roleId: string }).roleId === 'mine',
  );
  expect((await decided([made, roles('mine'), roles('mine', 'other')], [assigned]))?.fact.revision).toBe(1);
  expect((await decided([made, roles('mine'), roles('other')], [assigned]))?.fact.revision).toBe(2);
  expect(await decided([made, roles('other')], [assigned])).toBeUndefined();
});
