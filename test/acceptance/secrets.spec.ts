import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseJoinToken } from '../../wire/join-token';
import type { Client } from '../support/application/client';
import { engineContents } from '../support/application/engines';
import { signedIn, startServer, type ServerProcess } from '../support/application/server-process';
import { SignedAgent } from '../support/application/signed-agent';
import { LeakScanner } from '../support/leaks/leak-scanner';
import { listeningTo, textOf, type Heard } from '../support/leaks/listening-client';
import { readAll } from '../support/leaks/read-all';
import { until } from '../support/until';

/** No secret lies anywhere but in the answers that hand it out: a whole life is lived with secrets that can be told apart. */
const folder = mkdtempSync(join(tmpdir(), 'keyledger-secrets-'));
const dataDir = join(folder, 'data');
const scanner = new LeakScanner();
const rootKey = randomBytes(32);
const env = { KEYLEDGER_DATA_DIR: dataDir, KEYLEDGER_ROOT_KEY: rootKey.toString('base64') };

let server: ServerProcess;
let url: string;
let owner: Client;
let stranger: Client;
const heard: Heard[] = [];
/** Answers that may carry a secret: what hands one out, and the name of the one it hands out. */
const disclosures = new Map<Heard, string>();

beforeAll(async () => {
  server = startServer(env);
  url = await server.ready();
  scanner.add('root key', env.KEYLEDGER_ROOT_KEY);
  const person = async (email: string) => {
    const signed = await signedIn(url, env, email);
    scanner.add(`token of ${email}`, signed.token);
    return listeningTo(signed, heard);
  };
  owner = await person('owner@example.com');
  stranger = await person('stranger@example.com');
});
afterAll(() => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A secret nobody mistakes for anything else, with what JSON, URLs and SQL write differently. */
const secret = (name: string): string =>
  scanner.add(name, `kanarie ${name} "\\/<&=+%é🔑 ${randomBytes(12).toString('hex')}`);

const handedOut = async (
  name: string,
  request: () => Promise<{ status: number; body: { credential: { value: string } } }>,
) => {
  const { status, body } = await request();
  expect(status).toBeLessThan(300);
  disclosures.set(heard.at(-1) as Heard, name);
  return body.credential.value;
};

interface Place {
  readonly organizationId: string;
  readonly vaultId: string;
}

const newIdentity = ({ vaultId }: Place, credential: unknown, more: object = {}) => ({
  identityGroupId: vaultId,
  name: 'prod-db',
  username: 'admin',
  credential,
  credentialType: 'password',
  ...more,
});

const furnish = async (): Promise<Place> => {
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Acme' });
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: secret('organization secret') });
  const { id: vaultId } = await owner.ok('POST', '/identity-groups', { name: 'Production', organizationId });
  await stranger.ok('GET', '/me');
  return { organizationId, vaultId };
};

/** Typed, checked out, asked for again, replaced, generated, restored, discarded, sealed anew, thrown away. */
const liveALife = async (place: Place): Promise<void> => {
  const typed = secret('typed credential');
  const { id } = await owner.ok('POST', '/identities', newIdentity(place, typed));
  const of = `/identities/${id}`;
  const key = { 'idempotency-key': scanner.add('idempotency key', randomBytes(24).toString('base64url')) };
  const checkout = () => owner.post(`${of}/checkout`, { reason: 'a look', durationMinutes: 5 }, key);
  expect(await handedOut('typed credential', checkout)).toBe(typed);
  expect(await handedOut('typed credential', checkout)).toBe(typed);
  const { items } = await owner.ok('GET', `/sessions?identityId=${id}`);
  await owner.ok('POST', `/sessions/${items[0].id}/checkin`);

  const replaced = secret('replaced credential');
  await owner.ok('PUT', `${of}/credential`, { credential: replaced });
  expect(await handedOut('replaced credential', () => owner.post(`${of}/reveal`))).toBe(replaced);
  expect((await owner.put(`${of}/credential`, { credential: typed })).body.code).toBe('PASSWORD_REUSED');

  expect((await owner.post(`${of}/rotate`)).status).toBe(202);
  await until('the rotation', async () => (await owner.ok('GET', of)).rotation.status === 'confirmed');
  scanner.add('generated credential', await handedOut('generated credential', () => owner.post(`${of}/reveal`)));
  const { items: history } = await owner.ok('GET', `${of}/history`);
  const { version } = history.find((one: { restorable: boolean }) => one.restorable);
  await owner.ok('POST', `${of}/versions/${version}/restore`);
  expect(await handedOut('replaced credential', () => owner.post(`${of}/reveal`))).toBe(replaced);

  const next = secret('next organization secret');
  await owner.ok('PUT', `/organizations/${place.organizationId}/secret`, { secret: next });
  await until('the values to be sealed anew', async () => {
    const { items: done } = await owner.ok('GET', '/audit?type=keyledger.organization-resealed.v1');
    return done.length > 0;
  });
  expect(await handedOut('replaced credential', () => owner.post(`${of}/reveal`))).toBe(replaced);
  const thrown = await owner.ok('POST', '/identities', newIdentity(place, secret('thrown away')));
  await owner.ok('DELETE', `/identities/${thrown.id}?purge=true`);
};

/** A host gets an agent, whose join token is a secret until it is used, and no secret of anybody's is told after. */
const letAnAgentIn = async ({ organizationId }: Place): Promise<void> => {
  const { id } = await owner.ok('POST', '/hosts', { name: 'web-1', organizationId });
  const key = { 'idempotency-key': 'join-token-once' };
  const agent = new SignedAgent(url);
  const issue = async (): Promise<string> => {
    const { status, body } = await owner.post(`/hosts/${id}/join-token`, {}, key);
    expect(status).toBe(201);
    scanner.addRandom('join token', parseJoinToken(body.token)?.secret ?? '');
    disclosures.set(heard.at(-1) as Heard, 'join token');
    return body.token;
  };
  const token = await issue();
  expect(await issue()).toBe(token);
  const answers = [
    await agent.send('/agent/v1/enroll', { token, facts: token }),
    await agent.send('/agent/v1/enroll', `{"token": "${token}`),
    await agent.enroll(token),
    await new SignedAgent(url).enroll(token),
    await agent.ping(),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 201, 401, 204]);
  expect(answers.flatMap(({ text }) => scanner.findIn('an answer to an agent', text))).toEqual([]);
};

/** What is refused, malformed or misplaced carries secrets too. */
const blunder = async ({ organizationId, vaultId }: Place): Promise<void> => {
  const place = { organizationId, vaultId };
  const { id } = await owner.ok('POST', '/identities', newIdentity(place, secret('kept credential')));
  const of = `/identities/${id}`;
  const tries: readonly (readonly [number, Client, string, string, unknown, Readonly<Record<string, string>>?])[] = [
    [404, stranger, 'POST', '/identities', newIdentity(place, secret('in a refused creation'))],
    [404, stranger, 'PUT', `${of}/credential`, { credential: secret('in a refused replacement') }],
    [404, stranger, 'PUT', `/organizations/${organizationId}/secret`, { secret: secret('in a refused secret, long') }],
    [400, owner, 'POST', '/identities', newIdentity(place, [secret('in a list')])],
    [400, owner, 'POST', '/identities', newIdentity(place, { value: secret('in an object') })],
    [400, owner, 'POST', '/identities', newIdentity(place, 'x', { credentialType: secret('as a type') })],
    [400, owner, 'POST', '/identities', newIdentity(place, 'x', { passwrod: secret('in an unknown field') })],
    [400, owner, 'POST', '/identities', newIdentity(place, 'x', { hostIds: [secret('as an id')] })],
    [400, owner, 'POST', '/identities', newIdentity(place, `${secret('over-long')}${'x'.repeat(65_536)}`)],
    [400, owner, 'POST', '/identities', newIdentity(place, `${secret('with a lone surrogate')}\ud800`)],
    [400, owner, 'PUT', `${of}/credential`, `{"credential": "${secret('in what is no JSON')}`],
    [413, owner, 'PUT', `${of}/credential`, { credential: secret('too large') + 'x'.repeat(600_000) }],
    [415, owner, 'PUT', `${of}/credential`, secret('as plain text'), { 'content-type': 'text/plain' }],
    [400, owner, 'PUT', `/organizations/${organizationId}/secret`, { secret: [secret('secret in a list')] }],
    [400, owner, 'POST', `${of}/reveal`, { credential: secret('where no field is') }],
    [400, owner, 'POST', `${of}/checkout`, { reason: { secret: secret('as a reason') }, durationMinutes: 5 }],
    [400, owner, 'GET', `/identities?credential=${encodeURIComponent(secret('in a query'))}`, undefined],
    [400, owner, 'GET', `/identities?limit=${encodeURIComponent(secret('as a limit'))}`, undefined],
    [400, owner, 'GET', `/identities?cursor=${encodeURIComponent(secret('as a cursor'))}`, undefined],
    [
      401,
      owner,
      'GET',
      '/me',
      undefined,
      { authorization: `Bearer ${scanner.add('a forged token', `e30.${randomBytes(24).toString('base64url')}.x`)}` },
    ],
    [
      401,
      owner,
      'GET',
      '/me',
      undefined,
      { authorization: `Basic ${scanner.add('basic credentials', randomBytes(24).toString('base64'))}` },
    ],
    [
      200,
      owner,
      'GET',
      '/me',
      undefined,
      { traceparent: scanner.add('as a trace', `00-${randomBytes(20).toString('base64url')}`) },
    ],
  ];
  for (const [status, who, method, path, body, headers] of tries) {
    const answer = await who.send(method, path, body, headers);
    expect([method, path.split('?', 1)[0], answer.status]).toEqual([method, path.split('?', 1)[0], status]);
  }
};

test('no secret lies anywhere but in the answers that hand it out', async () => {
  const place = await furnish();
  await liveALife(place);
  await letAnAgentIn(place);
  await blunder(place);
  await readAll(owner, place.organizationId);

  for (const each of heard) {
    const found = scanner.findIn(each.request, textOf(each));
    const name = disclosures.get(each);
    const rightly = found.filter((finding) => name !== undefined && finding.startsWith(`${name} in `));
    expect(found.filter((finding) => !rightly.includes(finding))).toEqual([]);
    // Else the scan would not have found the others either.
    expect(rightly.length > 0).toBe(name !== undefined);
  }
  // While it runs, the write-ahead logs still hold what has been overwritten since.
  expect(scanner.findUnder(dataDir)).toEqual([]);
  server.kill('SIGTERM');
  expect(await server.ended()).toBe(0);
  expect(scanner.findUnder(dataDir)).toEqual([]);
  for (const { name, bytes } of await engineContents(dataDir)) expect(scanner.findIn(name, bytes)).toEqual([]);
  expect(scanner.findIn('stdout', server.said.stdout)).toEqual([]);
  expect(scanner.findIn('stderr', server.said.stderr)).toEqual([]);
  expect(server.said.stdout).toContain('"code":"PASSWORD_REUSED"');
}, 60_000);

test('a leak would be found', () => {
  const name = 'planted after the fact';
  writeFileSync(join(dataDir, 'events.db-wal'), Buffer.from(`some page ${secret(name)} of a log`));
  expect(scanner.findUnder(dataDir).join()).toContain(`${name} in utf8 at ${join(dataDir, 'events.db-wal')}`);
});
