import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { recover } from '../../cli/recover-owner';
import { openOfflineDeciding } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';
import { recoverOwner } from '../../src/offline/recover-owner';
import { client, type Client } from '../support/application/client';
import { describeEmbedded, enginesFor } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { AUDIENCE, issued, keyServer, signingKey, type KeyServer } from '../support/key-server';
import { until } from '../support/until';
import { withMethods } from '../support/with-methods';

/** The provider is gone, and with it every sign-in of every owner. */
const GONE = 'https://gone.example.com';
const NEW = 'https://new.example.com';
const key = signingKey('one');
let keys: KeyServer;
let application: RunningApplication;
let said: string[] = [];
beforeAll(async () => {
  keys = await keyServer();
  keys.knobs.keys = [key];
  application = await runningApplication({ env: byIssuer(GONE) });
  await (await as('owner', 'owner@example.com')).ok('GET', '/me');
});
/** The command makes whatever it writes private; other specs of this process make files of their own. */
const umask = process.umask();
afterAll(async () => {
  process.umask(umask);
  await application.end();
  await keys.close();
});
beforeEach(() => {
  said = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

const byIssuer = (issuer: string) => ({
  KEYLEDGER_JWT_ISSUER: issuer,
  KEYLEDGER_JWKS_URL: keys.url,
  KEYLEDGER_JWT_AUDIENCE: AUDIENCE,
  KEYLEDGER_OWNER_EMAIL: 'owner@example.com',
});
const as = async (sub: string, email: string | undefined, iss = GONE): Promise<Client> =>
  client(application.url, sub, await issued(key, Date.now(), { iss, sub, email, email_verified: true }));
const env = (more: Readonly<Record<string, string>> = byIssuer(NEW)) => ({
  KEYLEDGER_DATA_DIR: application.dataDir,
  ...enginesFor(application.dataDir),
  ...more,
});
const run = (args: readonly string[], more?: Readonly<Record<string, string>>) =>
  recover.run([...args, '--reason', 'the provider is gone'], env(more));
const start = async (more: Readonly<Record<string, string>> = byIssuer(NEW)) => {
  application = await runningApplication({ dataDir: application.dataDir, env: more });
};
const typesIn = async (stream: string) =>
  (await application.adapters.eventStore.readStream(stream, { limit: 1000 })).map(({ type }) => type);
const RECOVERED = 'keyledger.owner-recovered.v1';
const denied = { status: 401, body: { code: 'UNAUTHENTICATED' } };

test('is refused while a server works on the data, which goes on', async () => {
  await expect(run(['--email', 'owner@example.com'])).rejects.toThrow(
    /another Keyledger process|process works on these stores/,
  );
  expect((await (await as('owner', 'owner@example.com')).get('/me')).status).toBe(200);
  await application.close();
});

test.each<[string, readonly string[], RegExp]>([
  ['nobody', [], /needs --email or --subject/],
  ['no address', ['--email', 'owner'], /--email must be an e-mail address/],
  ['a look-alike', ['--email', 'owner@\uff45xample.com'], /--email must be spelled/],
  ['an issuer that is not believed', ['--subject', `${GONE} owner`], /not believed here/],
  ['no subject', ['--subject', NEW], /give the issuer and the subject/],
])('is refused for %s', async (_, args, words) => {
  await expect(run(args)).rejects.toThrow(words);
});

test('needs a reason, the root key and the data', async () => {
  await expect(recover.run(['--email', 'owner@example.com'], env())).rejects.toThrow(/--reason needs/);
  const other = {
    ...env(),
    KEYLEDGER_ROOT_KEY_FILE: undefined,
    KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  await expect(recover.run(['--email', 'a@example.com', '--reason', 'x'], other)).rejects.toThrow(
    /root key is not the one/,
  );
});

test('by e-mail: the next token that proves it signs the owner in, and the old sign-in does not', async () => {
  await start();
  expect(await (await as('o-1', 'owner@example.com', NEW)).get('/me')).toMatchObject(denied);
  await application.close();
  expect(await run(['--email', 'owner@example.com'])).toBe(0);
  expect(said.join('\n')).toMatch(
    /owner@example\.com .* is an owner again.*\n.*next token that proves owner@example\.com/,
  );
  await start();
  const owner = await as('o-1', 'owner@example.com', NEW);
  expect((await owner.ok('GET', '/me')).user.owner).toBe(true);
  const { items } = await owner.ok('GET', `/audit?type=${RECOVERED}`);
  expect(items).toMatchObject([
    {
      outcome: 'success',
      reason: 'the provider is gone',
      actor: { kind: 'policy', name: 'recover-owner' },
      data: { email: 'owner@example.com' },
    },
  ]);
  expect(application.logged.join('')).toMatch(/an owner was recovered with the root key/);
});

test('twice: what is as it should be is left alone, and told once', async () => {
  await application.close();
  said = [];
  expect(await run(['--email', 'owner@example.com'])).toBe(0);
  expect(said.join('\n')).toMatch(/nothing was changed\.\n {2}signs in as o-1 of https:\/\/new/);
  await start();
  expect((await typesIn('account')).filter((type) => type === RECOVERED)).toHaveLength(1);
});

test('by subject: somebody new who has no e-mail', async () => {
  await application.close();
  expect(await run(['--subject', `${NEW} robot|7`, '--json'])).toBe(0);
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ changed: true, signIns: [{ issuer: NEW, subject: 'robot|7' }] });
  await start();
  const { user } = await (await as('robot|7', undefined, NEW)).ok('GET', '/me');
  expect(user).toMatchObject({ kind: 'person', owner: true, displayName: 'robot|7' });
  expect(user).not.toHaveProperty('email');
});

test('one who is switched off and marked as support acts again', async () => {
  const owner = await as('o-1', 'owner@example.com', NEW);
  const ann = await as('ann', 'ann@example.com', NEW);
  const { user } = await ann.ok('GET', '/me');
  await owner.ok('PATCH', `/users/${user.id}`, { active: false, support: true });
  expect(await ann.get('/me')).toMatchObject(denied);
  await application.close();
  expect(await run(['--email', 'ANN@example.com'])).toBe(0);
  await start();
  expect((await (await as('ann', 'ann@example.com', NEW)).ok('GET', '/me')).user).toMatchObject({
    id: user.id,
    owner: true,
    active: true,
    support: false,
  });
});

test('a subject that is another user’s than the e-mail is refused, and nobody is made', async () => {
  await application.close();
  await expect(run(['--email', 'owner@example.com', '--subject', `${NEW} ann`])).rejects.toThrow(/another user's/);
  await expect(run(['--email', 'new@example.com', '--subject', `${NEW} robot|7`])).rejects.toThrow(/another user's/);
  await start();
  const owner = await as('o-1', 'owner@example.com', NEW);
  const { items } = await owner.ok('GET', '/users');
  expect(items.some(({ email }: { email?: string }) => email === 'new@example.com')).toBe(false);
});

test('ended half-way it is told all the same, and another run finishes it', async () => {
  await application.close();
  const offline = await openOfflineDeciding(loadConfig(env()));
  const owner = { email: 'half@example.com', signIn: { issuer: NEW, subject: 'half' }, believed: [NEW] };
  const killed = new Error('killed');
  const eventStore = withMethods(offline.eventStore, {
    append: (stream, ...rest) =>
      stream.startsWith('userSubject-') ? Promise.reject(killed) : offline.eventStore.append(stream, ...rest),
  });
  await expect(recoverOwner({ ...offline, eventStore }, { owner, reason: 'half' })).rejects.toBe(killed);
  await offline.close();
  await start();
  const half = await as('half', undefined, NEW);
  expect(await half.get('/me')).toMatchObject(denied);
  const told = async () => (await typesIn('account')).filter((type) => type === RECOVERED).length;
  const before = await told();
  expect(before).toBe(4);
  await application.close();
  expect(await run(['--email', 'half@example.com', '--subject', `${NEW} half`])).toBe(0);
  await start();
  const again = await as('half', undefined, NEW);
  expect((await again.ok('GET', '/me')).user).toMatchObject({ email: 'half@example.com', owner: true });
  expect(await told()).toBe(5);
});

describeEmbedded('on a store that was put back to an older copy', () => {
  test('what was recovered after it is gone, the log says that it went back, and another run recovers', async () => {
    await application.close();
    const copy = join(application.dataDir, '../older.db');
    // Closed, all of it is in the one file.
    copyFileSync(join(application.dataDir, 'events.db'), copy);
    expect(await run(['--email', 'late@example.com'])).toBe(0);
    await start();
    const late = () => as('late', 'late@example.com', NEW);
    expect((await (await late()).ok('GET', '/me')).user.owner).toBe(true);
    await application.close();
    ['events.db-wal', 'events.db-shm'].forEach((name) => rmSync(join(application.dataDir, name), { force: true }));
    copyFileSync(copy, join(application.dataDir, 'events.db'));
    expect(await run(['--subject', `${NEW} late-2`, '--email', 'late@example.com'])).toBe(0);
    await start();
    expect((await (await as('late-2', undefined, NEW)).ok('GET', '/me')).user).toMatchObject({ owner: true });
    await until('the log that went back told', async () =>
      (await typesIn('logHistory')).includes('keyledger.log-went-back.v1'),
    );
  });
});
