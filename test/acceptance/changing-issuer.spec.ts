import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { client, type Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { AUDIENCE, issued, keyServer, signingKey, type KeyServer } from '../support/key-server';

/** docs/sign-in.md, "Changing the issuer", step by step, with issuers that publish their keys over HTTP. */
const TRIAL = 'keyledger';
const OLD = 'http://id.example.com/realms/vault';
const NEW = 'https://id.example.com/realms/staff';
const oldKey = signingKey('one');
const newKey = signingKey('one');
const folder = mkdtempSync(join(tmpdir(), 'keyledger-issuers-'));
const file = join(folder, 'issuers.json');
let oldKeys: KeyServer;
let newKeys: KeyServer;
let application: RunningApplication;
beforeAll(async () => {
  [oldKeys, newKeys] = [await keyServer(), await keyServer()];
  oldKeys.knobs.keys = [oldKey];
  newKeys.knobs.keys = [newKey];
});
afterAll(async () => {
  await application.end();
  await Promise.all([oldKeys.close(), newKeys.close()]);
  rmSync(folder, { recursive: true });
});

const issuer = (name: string, { url }: KeyServer, domains: readonly string[] = ['example.com']) => ({
  issuer: name,
  jwks: url,
  audience: AUDIENCE,
  domains,
});
const start = async (issuers: readonly object[] | undefined) => {
  const dataDir = (application as RunningApplication | undefined)?.dataDir;
  if (dataDir !== undefined) await application.close();
  if (issuers !== undefined) writeFileSync(file, JSON.stringify(issuers));
  const env: Record<string, string> = issuers === undefined ? {} : { KEYLEDGER_JWT_ISSUERS_FILE: file };
  application = await runningApplication({ env, ...(dataDir === undefined ? {} : { dataDir }) });
};
const from = async (iss: string, sub: string, claims: object = {}): Promise<Client> => {
  const email = `${sub.replace(/^new-/, '')}@example.com`;
  const key = iss === OLD ? oldKey : newKey;
  return client(
    application.url,
    sub,
    await issued(key, Date.now(), { iss, sub, email, email_verified: true, ...claims }),
  );
};
const me = async (who: Client) => (await who.ok('GET', '/me')).user;
const detail = async (who: Client) => {
  const { status, body } = await who.get('/me');
  expect([status, body.code]).toEqual([401, 'UNAUTHENTICATED']);
  return body.detail as string;
};
const ids: Record<string, string> = {};
const ANOTHER = /Another sign-in is known for this user/;

test('a trial: the owner adds the sign-in of the issuer to come, and is that user once it has come', async () => {
  await start(undefined);
  const owner = await application.as('owner@example.com');
  ids['owner'] = (await me(owner)).id;
  await owner.ok('POST', `/users/${ids['owner']}/sign-ins`, { issuer: OLD, subject: 'owner' });
  await start([issuer(OLD, oldKeys)]);
  expect(await me(await from(OLD, 'owner'))).toMatchObject({ id: ids['owner'], owner: true });
  expect(await detail(await application.as('owner@example.com'))).toMatch(`another issuer: "${TRIAL}"`);
  for (const sub of ['ann', 'bob']) ids[sub] = (await me(await from(OLD, sub))).id;
});

test('side by side: tokens of both are good, each for the people it knows; keys of one name do not meet', async () => {
  await start([issuer(OLD, oldKeys), issuer(NEW, newKeys)]);
  const owner = await from(OLD, 'owner');
  await owner.ok('POST', `/users/${ids['owner']}/sign-ins`, { issuer: NEW, subject: 'new-owner' });
  expect(await me(await from(NEW, 'new-owner'))).toMatchObject({ id: ids['owner'], owner: true });
  expect((await me(await from(OLD, 'ann'))).id).toBe(ids['ann']);
  expect(await detail(await from(NEW, 'new-ann'))).toMatch(ANOTHER);
  const forged = await issued(oldKey, Date.now(), { iss: NEW, sub: 'new-owner' });
  expect(await detail(client(application.url, '', forged))).toBe('The signature of the token does not verify.');
  await owner.ok('POST', `/users/${ids['ann']}/sign-ins`, { issuer: NEW, subject: 'new-ann' });
  expect((await me(await from(NEW, 'new-ann'))).id).toBe(ids['ann']);
});

test('only the new one: who has a sign-in of it comes in, and whose last old one an owner removes is met by e-mail', async () => {
  await start([issuer(NEW, newKeys)]);
  const owner = await from(NEW, 'new-owner');
  expect(await me(owner)).toMatchObject({ owner: true });
  expect((await me(await from(NEW, 'new-ann'))).id).toBe(ids['ann']);
  expect(await detail(await from(OLD, 'ann'))).toMatch(`another issuer: "${OLD}"`);
  expect(await detail(await from(NEW, 'new-bob'))).toMatch(ANOTHER);
  const { items } = await owner.ok('GET', `/users/${ids['bob']}/sign-ins`);
  await owner.ok('DELETE', `/users/${ids['bob']}/sign-ins/${items[0].id}`);
  expect((await me(await from(NEW, 'new-bob'))).id).toBe(ids['bob']);
});

test('somebody hired again has a new subject, and is the old user once the old sign-in is removed', async () => {
  const rehired = await from(NEW, 'new-bob-2', { email: 'bob@example.com' });
  expect(await detail(rehired)).toMatch(ANOTHER);
  const owner = await from(NEW, 'new-owner');
  const { items } = await owner.ok('GET', `/users/${ids['bob']}/sign-ins`);
  for (const { id } of items) await owner.ok('DELETE', `/users/${ids['bob']}/sign-ins/${id}`);
  expect((await me(rehired)).id).toBe(ids['bob']);
  expect(await detail(await from(NEW, 'new-bob'))).toMatch(/was removed/);
});

test('going back is as safe: what was removed stays removed, the others sign in', async () => {
  await start([issuer(OLD, oldKeys), issuer(NEW, newKeys)]);
  expect((await me(await from(OLD, 'owner'))).id).toBe(ids['owner']);
  expect(await detail(await from(OLD, 'bob'))).toMatch(/was removed/);
});

describe('an address outside the domains of its issuer', () => {
  beforeAll(() =>
    start([issuer(OLD, oldKeys, ['example.com', 'B\u00fccher.example']), issuer(NEW, newKeys, ['other.example'])]),
  );
  const named = (email: string, iss = OLD) => from(iss, `named-${Buffer.from(email).toString('hex')}`, { email });

  test.each(['eve@EXAMPLE.com', 'eve@b\u00fccher.example', 'ian@bu\u0308cher.example', 'kim@xn--bcher-kva.example'])(
    '%s lies within, however it is spelled',
    async (email) => {
      expect((await (await named(email)).get('/me')).status).toBe(200);
    },
  );

  test.each([
    'eve@other.example',
    'eve@example.com.evil.example',
    'eve@sub.example.com',
    'eve@evilexample.com',
    'eve@example.com.',
    'eve@ex\u0430mple.com',
    'eve@example\u3002com',
    'eve@\uff45xample.com',
  ])('%s makes nobody, and is told why', async (email) => {
    expect(await detail(await named(email))).toMatch(
      /^The issuer may not vouch for addresses of "[^"]+" here\. An account owner/,
    );
  });

  test('an owner’s address of another issuer’s domain does not make its bearer that owner', async () => {
    const thief = await from(NEW, 'thief', { email: 'owner@example.com' });
    expect(await detail(thief)).toMatch(/may not vouch for addresses of "example\.com"/);
  });

  test('a sign-in that is known needs no address: the pair counts, whatever the e-mail is by now', async () => {
    expect((await me(await from(NEW, 'new-ann', { email: 'ann@example.com' }))).id).toBe(ids['ann']);
    expect((await me(await from(NEW, 'new-ann', { email: undefined }))).id).toBe(ids['ann']);
  });
});
