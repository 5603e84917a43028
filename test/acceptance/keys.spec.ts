import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keys } from '../../cli/keys';
import { token as tokenCommand } from '../../cli/token';
import { client, type Client } from '../support/application/client';
import { enginesFor } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { followAnnouncements } from '../../wire/server-key-announcement';
import { ScriptedAgent } from '../support/application/scripted-agent';

let application: RunningApplication;
let said: string[] = [];
let owner: Client;
/** The command makes whatever it writes private; other specs of this process make files of their own. */
const umask = process.umask();
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  await owner.ok('GET', '/me');
});
afterAll(async () => {
  process.umask(umask);
  await application.end();
});
beforeEach(() => {
  said = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

const env = () => ({ KEYLEDGER_DATA_DIR: application.dataDir, ...enginesFor(application.dataDir), ...root });
let root: Readonly<Record<string, string>> = {};
const restart = async () => {
  application = await runningApplication({ dataDir: application.dataDir, env: root });
  owner = client(application.url, 'owner', await signed());
};
const signed = async (): Promise<string> => {
  await tokenCommand.run(['--email', 'owner@example.com'], env());
  return said.at(-1) ?? '';
};
const change = (name: string, ...more: readonly string[]) =>
  keys.run([name, '--reason', 'its disk was sold', ...more], env());
const changes = async (): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const events = await application.adapters.eventStore.readStream('account', { limit: 1000 });
  return events.filter(({ type }) => type === 'keyledger.key-changed.v1').map(({ data }) => ({ ...data }));
};

test('is refused while a server works on the data, and where it is called wrongly', async () => {
  await expect(keys.run([], env())).rejects.toThrow(/another Keyledger process|process works on these stores/);
  for (const args of [
    ['nonsense', '--reason', 'x'],
    ['cursors'],
    ['cursors', '--reason', ' '],
    ['--at-once'],
    ['a', 'b'],
    ['fact-authentication', '--reason', 'x', '--at-once'],
  ]) {
    await expect(keys.run(args, env())).rejects.toThrow(/there is no key|--reason|keys takes|proves every fact/);
  }
});

test('a change is told by the log, and what was made before it goes on', async () => {
  const machine = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Robot' });
  const { token } = await owner.ok('POST', `/users/${machine.id}/tokens`, {
    name: 'robot',
    expiresInDays: 300,
  });
  for (const name of ['one', 'two', 'three']) await owner.ok('POST', '/organizations', { name });
  const before = await owner.ok('GET', '/organizations?limit=1');
  const was = await signed();
  const keyed = { 'idempotency-key': 'the-same' };
  const first = await owner.send('POST', '/organizations', { name: 'keyed' }, keyed);
  await application.close();

  for (const name of ['cursors', 'machine-tokens', 'local-issuer', 'requests', 'join-tokens']) await change(name);
  await keys.run(['--json'], env());
  expect(JSON.parse(said.find((line) => line.includes('"cursors"')) ?? '{}')).toMatchObject({ version: 2 });
  await restart();

  const robot = client(application.url, 'robot', token);
  expect((await robot.get('/me')).status).toBe(200);
  // Signed before the change, with the former key; and after it.
  expect((await client(application.url, 'owner', was).get('/me')).status).toBe(200);
  expect((await owner.get('/me')).status).toBe(200);
  expect((await owner.get(`/organizations?limit=1&cursor=${before.nextCursor}`)).status).toBe(200);
  const again = await owner.send('POST', '/organizations', { name: 'keyed' }, keyed);
  expect(again.body.id).toBe(first.body.id);
  expect(await changes()).toEqual(
    ['cursors', 'machine-tokens', 'local-issuer', 'requests', 'join-tokens'].map((name) => ({
      name,
      version: 2,
      reason: 'its disk was sold',
      changedAt: expect.any(String) as string,
    })),
  );
});

test('what proves facts and SCIM tokens is changed, and whatever was made before stays proved and let in', async () => {
  const connection = await owner.ok('POST', '/scim-connections', { name: 'Entra' });
  await application.close();
  for (const name of ['fact-authentication', 'scim-tokens']) await change(name);
  expect(said.at(-1)).toContain('9999-12-31');
  await restart();
  expect((await owner.get('/organizations')).status).toBe(200);
  expect((await owner.ok('GET', '/operations/damage')).items).toEqual([]);
  const provider = client(application.url, 'provider', connection.token);
  expect((await provider.get('//scim/v2/Users')).status).toBe(200);
});

test('with --at-once what was made before is refused', async () => {
  const was = await signed();
  await application.close();
  await change('local-issuer', '--at-once');
  await restart();
  expect((await client(application.url, 'owner', was).get('/me')).status).toBe(401);
  expect((await owner.get('/me')).status).toBe(200);
  expect((await changes()).at(-1)).toMatchObject({ name: 'local-issuer', version: 3, formerEnded: true });
});

test('agents are told the new job-signing key, and how the one they know leads to it', async () => {
  const organization = await owner.ok('POST', '/organizations', { name: 'hosts' });
  const agent = await ScriptedAgent.onNewHost(application, owner, organization.id, 'web-1');
  const { 'keyledger-server-key': known = '' } = Object.fromEntries((await agent.poll()).headers);
  await application.close();
  await change('job-signing');
  await restart();
  agent.edge.url = application.url;
  const moved = agent.edge;
  const { headers } = await moved.send('/agent/v1/jobs/lease', { wait: 0, instance: 'run2' });
  const named = headers.get('keyledger-server-key') ?? '';
  expect(named).not.toBe(known);
  const { body } = await moved.send('/agent/v1/server-key', {});
  expect(body.serverKey).toBe(named);
  expect(followAnnouncements(known, body.announcements)).toBe(named);
});

test('the root key is changed by two starts, and nobody notices', async () => {
  const organization = await owner.ok('POST', '/organizations', { name: 'sealed' });
  await owner.ok('PUT', `/organizations/${organization.id}/secret`, { secret: 'a secret that is long enough for it' });
  const vault = await owner.ok('POST', '/identity-groups', { name: 'v', organizationId: organization.id });
  const identity = await owner.ok('POST', '/identities', {
    identityGroupId: vault.id,
    name: 'i',
    username: 'u',
    credential: 'a-value-1',
    credentialType: 'password',
  });
  await application.close();
  const file = (name: string) => join(application.dataDir, name);
  writeFileSync(file('next.key'), `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  const former = env() as Readonly<Record<string, string>>;
  root = {
    KEYLEDGER_ROOT_KEY_FILE: file('next.key'),
    KEYLEDGER_SECOND_ROOT_KEY_FILE: former['KEYLEDGER_ROOT_KEY_FILE'] ?? file('root.key'),
  };
  await restart();
  expect((await owner.get('/me')).status).toBe(200);
  await application.close();
  root = { KEYLEDGER_ROOT_KEY_FILE: file('next.key') };
  await restart();
  const told = await owner.ok('POST', `/identities/${identity.id}/reveal`, {});
  expect(told.credential.value).toBe('a-value-1');
  expect((await changes()).at(-1)).toMatchObject({ name: 'root-key', version: 2 });
  await application.close();
  const { KEYLEDGER_ROOT_KEY_FILE: _, ...without } = former;
  const wrong = { ...without, KEYLEDGER_ROOT_KEY: randomBytes(32).toString('base64') };
  await expect(
    runningApplication({ dataDir: application.dataDir, env: { ...wrong, KEYLEDGER_ROOT_KEY_FILE: '' } }),
  ).rejects.toThrow(/not the one this data is sealed under/);
  await restart();
});
