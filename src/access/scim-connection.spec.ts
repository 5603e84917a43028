import { EARLIER, LATER, NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { viewOf, type Streams } from '../../test/support/streams/view-of';
import type { Actor } from '../kernel/actor';
import {
  allScimConnections,
  holdersAmong,
  requireHolder,
  requireScimConnection,
  scimConnectionOf,
} from './scim-connection';
import { liveTokensOf } from './scim-tokens';

const made = (connectionId: string) =>
  fact('scim-connection-created', { connectionId, name: `IdP ${connectionId}`, createdAt: EARLIER, createdBy: 'olga' });
const token = (connectionId: string, tokenId: string, more: object = {}) =>
  fact('scim-token-made', { connectionId, tokenId, hash: '#', createdAt: EARLIER, createdBy: 'olga', ...more });
const revoked = (connectionId: string, tokenId: string) => fact('scim-token-revoked', { connectionId, tokenId });
const deleted = (connectionId: string) => fact('scim-connection-deleted', { connectionId });
const BASE: Streams[string] = [
  made('c'),
  token('c', 't'),
  made('d'),
  token('d', 'u'),
  made('gone'),
  token('gone', 'x'),
  deleted('gone'),
];
const viewWith = (...more: Streams[string]) => viewOf({ scimConnections: [...BASE, ...more] }, NOW);
const scim = (name: string, tokenId: string): Actor => ({ kind: 'scim', name, tokenId }) as Actor;
const person: Actor = { kind: 'user', userId: 'ann' };

test.each<[string, Actor, Streams[string], boolean]>([
  ['with its token', scim('c', 't'), [], true],
  ['with the token of another one', scim('c', 'u'), [], false],
  ['with a token that was revoked', scim('c', 't'), [revoked('c', 't')], false],
  ['with a token that is being replaced', scim('c', 't'), [token('c', 'n', { previousUntil: LATER })], true],
  ['with a token whose overlap ends now', scim('c', 't'), [token('c', 'n', { previousUntil: NOW })], false],
  ['once it is deleted', scim('gone', 'x'), [], false],
  ['that never was', scim('y', 't'), [], false],
  ['that is no connection', { ...scim('c', 't'), kind: 'user' } as Actor, [], false],
  ['without a name', { kind: 'scim', tokenId: 't' } as Actor, [], false],
])('a SCIM connection acts %s', async (_, actor, more, may) => {
  expect((await requireScimConnection(viewWith(...more), { actor }))?.code).toBe(may ? undefined : 'PERMISSION_DENIED');
});

test.each<[string, Actor, string | undefined, string | undefined]>([
  ['a person, what no connection holds', person, undefined, undefined],
  ['a person, what one holds', person, 'c', 'SCIM_MANAGED'],
  ['a person, what one held that is deleted', person, 'gone', undefined],
  ['a connection, what is its own', scim('c', 't'), 'c', undefined],
  ['a connection, what another one holds: for it that is not there', scim('c', 't'), 'd', 'NOT_FOUND'],
  ['a connection, what none holds', scim('c', 't'), undefined, 'NOT_FOUND'],
  ['a connection that is deleted, what was its own', scim('gone', 'x'), 'gone', 'NOT_FOUND'],
])('who changes a record of the directory: %s', async (_, actor, connectionId, code) => {
  const held = connectionId === undefined ? {} : { connectionId };
  const refusal = await requireHolder(viewWith(), { actor }, held, 'IDP user');
  expect(refusal?.code).toBe(code);
  expect(refusal?.extra).toEqual(code === 'SCIM_MANAGED' ? { connectionId } : undefined);
  if (code === 'SCIM_MANAGED') expect(refusal?.detail).toContain('The SCIM connection "IdP c" keeps this IDP user');
});

test('those that are there are found, in the order they were made', async () => {
  expect((await allScimConnections(viewWith())).map(({ connectionId }) => connectionId)).toEqual(['c', 'd']);
  expect((await scimConnectionOf(viewWith(), 'd'))?.name).toBe('IdP d');
  expect([await scimConnectionOf(viewWith(), 'gone'), await scimConnectionOf(viewWith(), 'toString')]).toEqual([
    undefined,
    undefined,
  ]);
});

test('of what records name, those that are there still hold them; where none does, nothing is asked', async () => {
  expect([...(await holdersAmong(viewWith(), [{}, { connectionId: 'c' }]))]).toEqual(['c', 'd']);
  const unasked = { ...viewWith(), load: () => Promise.reject(new Error('asked')) };
  expect((await holdersAmong(unasked, [{}])).size).toBe(0);
  expect((await holdersAmong(unasked, [])).size).toBe(0);
});

test('of its tokens those are told that still say something, without what they could be guessed by', async () => {
  const tokens = async (...more: Streams[string]) => {
    const connection = await scimConnectionOf(viewWith(...more), 'c');
    return connection && liveTokensOf(connection, NOW);
  };
  expect(await tokens()).toStrictEqual([{ id: 't', createdAt: EARLIER }]);
  expect(await tokens(token('c', 'n', { createdAt: NOW, previousUntil: LATER }))).toStrictEqual([
    { id: 't', createdAt: EARLIER, expiresAt: LATER },
    { id: 'n', createdAt: NOW },
  ]);
  expect(await tokens(token('c', 'n', { createdAt: NOW, previousUntil: NOW }))).toStrictEqual([
    { id: 'n', createdAt: NOW },
  ]);
  expect(await tokens(revoked('c', 't'))).toStrictEqual([]);
});
