import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../../src/adapters/event-store/embedded/embedded-event-store';
import { signedIn, startServer, type ServerProcess } from '../support/application/server-process';
import { copyFolder } from '../support/copy-folder';
import { until } from '../support/until';

/** How the program users start begins, refuses to begin, and ends. */
const root = mkdtempSync(join(tmpdir(), 'keyledger-start-'));
const whole = join(root, 'whole');
const running = new Set<ServerProcess>();
let folders = 0;

const start = (env: Readonly<Record<string, string>>): ServerProcess => {
  const server = startServer(env);
  running.add(server);
  void server.ended().then(() => running.delete(server));
  return server;
};
const ownerOf = async (server: ServerProcess, dataDir: string) =>
  signedIn(await server.ready(), { KEYLEDGER_DATA_DIR: dataDir }, 'owner@example.com');

/** A copy of a data folder that a server has written to and left. */
const used = (): string => {
  const folder = join(root, `copy${(folders += 1)}`);
  copyFolder(whole, folder);
  return folder;
};

/** Every file's content, but of those that hold nothing: the lock, and SQLite's scratch memory, made anew at each opening. */
const contents = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !/^lock\.db|-shm$/.test(name))
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );

/** It ends by itself, with one line that says what to do. */
const expectRefused = async (env: Readonly<Record<string, string>>, line: RegExp): Promise<void> => {
  const server = start(env);
  expect({ ended: await server.ended(), stderr: server.said.stderr }).toEqual({
    ended: 1,
    stderr: expect.stringMatching(/^[^\n]+\n$/),
  });
  expect(server.said.stderr).toMatch(line);
  expect(server.said.stdout).not.toContain('is ready');
};

beforeAll(async () => {
  const server = start({ KEYLEDGER_DATA_DIR: whole });
  const owner = await ownerOf(server, whole);
  const { id } = await owner.ok('POST', '/organizations', { name: 'Acme' });
  await owner.ok('PUT', `/organizations/${id}/secret`, { secret: 's'.repeat(40) });
  await until('every read model to be there', async () => (await owner.get('//health/ready')).status === 200);
  server.kill('SIGTERM');
  await server.ended();
}, 30_000);
afterEach(() => [...running].forEach((server) => server.kill('SIGKILL')));
afterAll(() => rmSync(root, { recursive: true }));

test('it says where it is, where its documentation is and how to get a token', async () => {
  const server = start({ KEYLEDGER_DATA_DIR: join(root, 'fresh') });
  const url = await server.ready();
  await until('the last line', () => server.said.stdout.includes('npx --no keyledger token --email owner@example.com'));
  expect(server.said.stdout).toContain(`${url}/docs`);
  expect((await fetch(`${url}/docs`)).status).toBe(200);
  expect(server.said.stderr).toBe('');
});

test('nobody else can read what it writes, whoever may look into its folder', async () => {
  const folder = join(root, 'open-to-all');
  mkdirSync(folder, { mode: 0o755 });
  const server = start({ KEYLEDGER_DATA_DIR: folder, KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: '1' });
  const owner = await ownerOf(server, folder);
  await owner.ok('POST', '/operations/backups');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['events.db', 'material.db', 'root.key']));
  const open = entries.filter((entry) => statSync(join(entry.parentPath, entry.name)).mode & 0o077);
  expect(open.map(({ name }) => name)).toEqual([]);
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['a port that is none', { KEYLEDGER_PORT: '80a' }, /KEYLEDGER_PORT/],
  ['an address others can reach', { KEYLEDGER_HOST: '0.0.0.0' }, /KEYLEDGER_TLS_CERT/],
  [
    'an address that is not this machine',
    { KEYLEDGER_HOST: '192.0.2.1', KEYLEDGER_BEHIND_TLS_PROXY: '1' },
    /KEYLEDGER_HOST/,
  ],
  ['a host nobody knows', { KEYLEDGER_HOST: 'no.invalid', KEYLEDGER_BEHIND_TLS_PROXY: '1' }, /KEYLEDGER_HOST/],
  ['a root key too short', { KEYLEDGER_ROOT_KEY: 'c2hvcnQ=' }, /KEYLEDGER_ROOT_KEY/],
  ['a store nobody knows', { KEYLEDGER_EVENT_STORE: 'floppy' }, /KEYLEDGER_EVENT_STORE/],
  ['half an issuer', { KEYLEDGER_JWT_ISSUER: 'https://id.example.com' }, /KEYLEDGER_JWKS_URL/],
  ['a data folder that is a file', { KEYLEDGER_DATA_DIR: __filename }, /KEYLEDGER_DATA_DIR/],
  ['a data folder where nothing can be made', { KEYLEDGER_DATA_DIR: '/proc/keyledger/data' }, /KEYLEDGER_DATA_DIR/],
  ['a data folder that takes no file', { KEYLEDGER_DATA_DIR: '/proc' }, /KEYLEDGER_DATA_DIR/],
  ['a data folder that can not be made', { KEYLEDGER_DATA_DIR: join(__filename, 'data') }, /KEYLEDGER_DATA_DIR/],
])('%s is told in one line', async (_, env, line) => {
  await expectRefused({ KEYLEDGER_DATA_DIR: join(root, 'never'), ...env }, line);
});

test('a port in use is told, and nothing is changed', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const folder = used();
  await expectRefused(
    { KEYLEDGER_DATA_DIR: folder, KEYLEDGER_PORT: String(port) },
    new RegExp(`^Port ${port} on 127\\.0\\.0\\.1: the port is in use; set KEYLEDGER_PORT`),
  );
  holder.close();
  const next = start({ KEYLEDGER_DATA_DIR: folder });
  expect(await next.ready()).toMatch(/^http/);
});

test('a second process on a data folder is told, and the first goes on', async () => {
  const folder = used();
  const first = start({ KEYLEDGER_DATA_DIR: folder });
  const owner = await ownerOf(first, folder);
  await expectRefused({ KEYLEDGER_DATA_DIR: folder }, /in use by another Keyledger process; stop that one/);
  expect((await owner.ok('GET', '/organizations')).items).toHaveLength(1);
});

const FORMAT_VERSION_OFFSET = 60;
const garble = (path: string): void => writeFileSync(path, Buffer.alloc(40_000, 0x41));
const halve = (path: string): void => truncateSync(path, 8_192);
const empty = (path: string): void => truncateSync(path, 0);
const pierce = (path: string): void => {
  const bytes = readFileSync(path);
  bytes.fill(0xee, 100, 4_096);
  writeFileSync(path, bytes);
};
/** SQLite's `user_version`, as a later release would have set it. */
const fromLater = (path: string): void => {
  const bytes = readFileSync(path);
  bytes.writeUInt32BE(99, FORMAT_VERSION_OFFSET);
  writeFileSync(path, bytes);
};

const FILES = ['events.db', 'material.db'];
const DAMAGES = [
  ['cut off', halve, /damaged/],
  ['emptied', empty, /damaged/],
  ['overwritten', garble, /damaged/],
  ['damaged at its root', pierce, /damaged/],
  ['of a later release', fromLater, /newer version of Keyledger .* start that version/],
] as const;

test.each(FILES.flatMap((name) => DAMAGES.map(([what, damage, line]) => [name, what, damage, line] as const)))(
  'a file %s that is %s is told and left as it is',
  async (name, _, damage, line) => {
    const folder = used();
    damage(join(folder, name));
    const before = contents(folder);
    await expectRefused({ KEYLEDGER_DATA_DIR: folder }, line);
    expect(contents(folder)).toEqual(before);
  },
);

test('read models of a later release are told and left as they are', async () => {
  const folder = used();
  fromLater(join(folder, 'reads.db'));
  const before = contents(folder);
  await expectRefused({ KEYLEDGER_DATA_DIR: folder }, /newer version of Keyledger .* start that version/);
  expect(contents(folder)).toEqual(before);
});

test.each([
  ['events.db', /material\.db but no events\.db; put the missing file back/],
  ['material.db', /events\.db but no material\.db; put the missing file back/],
  ['root.key', /no root\.key, without which nothing in it can be opened; put the key back/],
])('a data folder that lacks %s is told and left as it is', async (name, line) => {
  const folder = used();
  rmSync(join(folder, name));
  const before = contents(folder);
  await expectRefused({ KEYLEDGER_DATA_DIR: folder }, line);
  expect(contents(folder)).toEqual(before);
});

test('a root key that is another one is told', async () => {
  const folder = used();
  const env = { KEYLEDGER_DATA_DIR: folder, KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 7).toString('base64') };
  await expectRefused(env, /root key is not the one this data is sealed under/);
});

test.each([
  ['gone', (path: string) => rmSync(path)],
  ['damaged', garble],
])('read models that are %s are rebuilt', async (_, lose) => {
  const folder = used();
  lose(join(folder, 'reads.db'));
  const owner = await ownerOf(start({ KEYLEDGER_DATA_DIR: folder }), folder);
  await until('the read models', async () => (await owner.get('//health/ready')).status === 200);
  expect((await owner.ok('GET', '/organizations')).items).toMatchObject([{ name: 'Acme', hasSecret: true }]);
});

test('a stopped server finishes what is under way and loses nothing it answered', async () => {
  const folder = used();
  const server = start({ KEYLEDGER_DATA_DIR: folder });
  const owner = await ownerOf(server, folder);
  const positions: string[] = [];
  const refused: number[] = [];
  const work = async () => {
    for (;;) {
      const answer = await owner.post('/idp/groups', { name: `Group ${positions.length}` });
      if (answer.status === 201) {
        positions.push(answer.headers.get('keyledger-position') ?? '');
      } else {
        refused.push(answer.status);
      }
      if (positions.length === 100) {
        server.kill('SIGTERM');
      }
    }
  };
  const began = performance.now();
  const workers = await Promise.allSettled(Array.from({ length: 8 }, work));
  expect(await server.ended()).toBe(0);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(workers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(refused.every((status) => status === 503)).toBe(true);
  expect(positions.length).toBeGreaterThanOrEqual(100);
  expect(server.said.stderr).toBe('');

  const store = new EmbeddedEventStore(join(folder, 'events.db'));
  const facts = await store.readAll({ limit: 100_000 });
  const made = new Set(
    facts.filter(({ type }) => type === 'keyledger.idp-group-created.v1').map(({ position }) => position),
  );
  expect(positions.filter((position) => !made.has(position))).toEqual([]);
  expect(made.size).toBe(positions.length);
  await store.close();
}, 20_000);

test('a folder that holds what is not ours is left alone but for our own files', async () => {
  const folder = join(root, 'shared');
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await start({ KEYLEDGER_DATA_DIR: folder }).ready();
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
});
