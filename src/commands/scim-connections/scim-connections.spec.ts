import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { derivedIds } from '../../adapters/outside/derived-ids';
import type { ScimTokens } from '../../kernel/scim-tokens';
import { StoreUnavailable } from '../../kernel/store-errors';
import { CreateScimConnection, CreateScimConnectionHandler } from './create-scim-connection';
import { DeleteScimConnection, DeleteScimConnectionHandler } from './delete-scim-connection';
import { MakeScimToken, MakeScimTokenHandler } from './make-scim-token';
import { RevokeScimToken, RevokeScimTokenHandler } from './revoke-scim-token';

/** Who fills a directory decides who is in its groups: owners alone let somebody do that, and shut them out. */
const made = (connectionId: string, name = 'Okta') =>
  fact('scim-connection-created', { connectionId, name, createdAt: EARLIER, createdBy: 'owner' });
const token = (connectionId: string, tokenId: string, more: object = {}) =>
  fact('scim-token-made', {
    connectionId,
    tokenId,
    hash: `hash of ${tokenId}`,
    createdAt: EARLIER,
    createdBy: 'owner',
    ...more,
  });
const GIVEN = peopleOf(
  {
    owner: { owner: true },
    admin: { admin: true },
    director: { everywhere: ['directory.manage', 'accounts.manage'] },
    robot: { owner: true, machine: true },
    helper: { owner: true, support: true },
    off: { owner: true, off: true },
    stranger: {},
  },
  { ...PLACES, scimConnections: [made('c'), token('c', 't')] },
);

/** Makes tokens that tell how many were made before; the hash is all that may be kept. */
const tokensMade = (): ScimTokens => {
  let count = 0;
  return {
    make: (connectionId) => {
      // As the real ones: such a token could name no connection.
      if (connectionId === 'none') throw new Error('an id of another form');
      count += 1;
      return { token: `kls_${connectionId}_${count}`, hash: `kept-${connectionId}-${count}` };
    },
    read: () => undefined,
  };
};
const COMMANDS = {
  create: (ground: Ground, who: string, key: string, tokens: ScimTokens) =>
    new CreateScimConnectionHandler(ground.deciding, tokens).execute(
      new CreateScimConnection(ground.as(who, { ids: derivedIds.from(key) }), 'Entra'),
    ),
  make: (ground: Ground, who: string, key: string, tokens: ScimTokens, id = 'c') =>
    new MakeScimTokenHandler(ground.deciding, tokens).execute(
      new MakeScimToken(ground.as(who, { ids: derivedIds.from(key) }), id),
    ),
  revoke: (ground: Ground, who: string, _key?: string, _tokens?: ScimTokens, id = 'c', tokenId = 't') =>
    new RevokeScimTokenHandler(ground.deciding).execute(new RevokeScimToken(ground.as(who), id, tokenId)),
  remove: (ground: Ground, who: string, _key?: string, _tokens?: ScimTokens, id = 'c') =>
    new DeleteScimConnectionHandler(ground.deciding).execute(new DeleteScimConnection(ground.as(who), id)),
};
type Name = keyof typeof COMMANDS;
const ASKED: Record<Name, readonly [noun: string, asked: object]> = {
  create: ['scim-connection-create-refused', { name: 'Entra' }],
  make: ['scim-token-make-refused', { connectionId: 'c' }],
  revoke: ['scim-token-revoke-refused', { connectionId: 'c', tokenId: 't' }],
  remove: ['scim-connection-delete-refused', { connectionId: 'c' }],
};
const run = (ground: Ground, name: Name, who = 'owner', key = 'a key', tokens = tokensMade()) =>
  ground.when(
    async () => (await COMMANDS[name](ground, who, key, tokens)) as { id: string; position: string; token?: string },
  );

const ALL: readonly Name[] = ['create', 'make', 'revoke', 'remove'];
const WHO: readonly (readonly [string, string])[] = [
  ['admin', 'PERMISSION_DENIED'],
  ['director', 'PERMISSION_DENIED'],
  ['helper', 'SUPPORT_ACCESS_OFF'],
  ['off', 'PERMISSION_DENIED'],
  ['stranger', 'PERMISSION_DENIED'],
  ['nobody', 'PERMISSION_DENIED'],
];
test.each(ALL.flatMap((name) => WHO.map(([who, code]) => [name, who, code] as const)))(
  'to %s is refused to %s with %s, as a fact of the account',
  async (name, who, code) => {
    const [noun, asked] = ASKED[name];
    const { refused, facts } = await run(new Ground(GIVEN), name, who);
    expect([refused, facts]).toEqual([code, [['denied-account', noun, { ...asked, code }]]]);
  },
);

test.each<[Name, boolean]>([
  ['create', false],
  ['make', false],
  ['revoke', true],
  ['remove', true],
])('a machine that is an owner: to %s is allowed: %s; machines never make tokens', async (name, allowed) => {
  const { refused } = await run(new Ground(GIVEN), name, 'robot');
  expect(refused).toBe(allowed ? undefined : 'PERMISSION_DENIED');
});

test('an owner makes a connection with a first token, which is told once and never kept', async () => {
  const { answer, facts } = await run(new Ground(GIVEN), 'create');
  const id = answer?.id;
  expect(answer).toEqual({ id, position: '0002', token: `kls_${id}_1` });
  const by = { connectionId: id, createdAt: NOW, createdBy: 'owner' };
  expect(facts).toEqual([
    ['scimConnections', 'scim-connection-created', { ...by, name: 'Entra' }],
    ['scimConnections', 'scim-token-made', { ...by, tokenId: expect.any(String), hash: `kept-${id}-1` }],
  ]);
  expect(JSON.stringify(facts)).not.toContain('kls_');
});

test('an owner makes the token that follows: the one in use stays good for a day', async () => {
  const { answer, facts } = await run(new Ground(GIVEN), 'make');
  expect(answer).toEqual({ id: expect.any(String), position: '0001', token: 'kls_c_1' });
  const data = { connectionId: 'c', tokenId: answer?.id, hash: 'kept-c-1', createdAt: NOW, createdBy: 'owner' };
  expect(facts).toEqual([['scimConnections', 'scim-token-made', { ...data, previousUntil: LATER }]]);
});

test.each<[Name, string, Told]>([
  ['revoke', 't', ['scimConnections', 'scim-token-revoked', { connectionId: 'c', tokenId: 't' }]],
  ['remove', 'c', ['scimConnections', 'scim-connection-deleted', { connectionId: 'c' }]],
])('an owner ends it: %s', async (name, id, told) => {
  expect(await run(new Ground(GIVEN), name)).toEqual({ answer: { id, position: '0001' }, facts: [told] });
});

test.each<[Name]>([['create'], ['make']])(
  'to %s again by the same request makes nothing twice, and the token that was told before is not replaced',
  async (name) => {
    const ground = new Ground(GIVEN);
    const tokens = tokensMade();
    const first = await run(ground, name, 'owner', 'a key', tokens);
    const again = await run(ground, name, 'owner', 'a key', tokens);
    expect(again.facts).toEqual([]);
    expect(again.answer?.id).toBe(first.answer?.id);
    expect(again.answer).not.toHaveProperty('token');
  },
);

test.each<[Name]>([['create'], ['make']])('a token is not told that the store did not take: to %s', async (name) => {
  const ground = new Ground(GIVEN);
  ground.justBefore('scim-token-made', () => {
    throw new StoreUnavailable('the disk is full');
  });
  await expect(run(ground, name)).rejects.toThrow(StoreUnavailable);
  expect(ground.told).toEqual([]);
  expect((await run(ground, name)).answer).toHaveProperty('token');
});

test.each<[Name, object]>([
  ['make', { connectionId: 'none' }],
  ['revoke', { connectionId: 'none', tokenId: 't' }],
  ['remove', { connectionId: 'none' }],
])('to %s of a connection there is not is refused', async (name, asked) => {
  const ground = new Ground(GIVEN);
  const command = COMMANDS[name as 'make'];
  const { refused, facts } = await ground.when(() => command(ground, 'owner', 'a key', tokensMade(), 'none'));
  expect([refused, facts]).toEqual([
    'NOT_FOUND',
    [['denied-account', ASKED[name][0], { ...asked, code: 'NOT_FOUND' }]],
  ]);
});

test('a token that there is not can not be revoked', async () => {
  const ground = new Ground(GIVEN);
  const { refused } = await ground.when(() => COMMANDS.revoke(ground, 'owner', '', undefined, 'c', 'x'));
  expect(refused).toBe('NOT_FOUND');
});

test('while two tokens are good there is no third, until one is revoked', async () => {
  const ground = new Ground(GIVEN);
  await run(ground, 'make', 'owner', 'first');
  expect((await run(ground, 'make', 'owner', 'second')).refused).toBe('CONFLICT');
  await run(ground, 'revoke');
  expect((await run(ground, 'make', 'owner', 'third')).answer).toHaveProperty('token');
});

test('a connection that another node deletes first gets no token', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('scim-token-made', () =>
    ground.also('scimConnections', fact('scim-connection-deleted', { connectionId: 'c' })),
  );
  expect((await run(ground, 'make')).refused).toBe('NOT_FOUND');
});

test('of two owners who make the token that follows at once the second hears that two are good', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('scim-token-made', () =>
    ground.also('scimConnections', token('c', 'theirs', { createdAt: NOW, previousUntil: LATER })),
  );
  const { refused, facts } = await run(ground, 'make');
  expect([refused, facts.map(([stream]) => stream)]).toEqual(['CONFLICT', ['denied-account']]);
});
