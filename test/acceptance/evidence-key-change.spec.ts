import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keys } from '../../cli/keys';
import { parseVkey, type NoteKey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import { verifyBundle } from '../../verifier/verify-bundle';
import type { Client } from '../support/application/client';
import { enginesFor, onEngines } from '../support/application/engines';
import { checkpointBeyond, checkpointOf } from '../support/application/evidence-of';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

let application: RunningApplication;
let owner: Client;
let said: string[] = [];
const umask = process.umask();
const openIn = async (dataDir?: string) => {
  const env = { KEYLEDGER_OWNER_EMAIL: 'owner@example.com' };
  application = await runningApplication({ env, ...(dataDir === undefined ? {} : { dataDir }) });
  owner = await application.as('owner@example.com');
};
beforeAll(() => openIn());
afterAll(async () => {
  process.umask(umask);
  await application.end();
});
beforeEach(() => {
  said = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

const change = (...more: readonly string[]) =>
  keys.run(['evidence-signing', '--reason', 'yearly', '--json', ...more], {
    KEYLEDGER_DATA_DIR: application.dataDir,
    ...enginesFor(application.dataDir),
  });
const told = async () => (await owner.get('/evidence/keys')).text.trim().split('\n');
const key = () => join(application.dataDir, 'evidence.key');

const verified = async (vkey: string) => {
  const { body } = await owner.post('/evidence/bundles', {});
  await until('the bundle', async () => (await owner.ok('GET', `/evidence/bundles/${body.id}`)).status === 'made');
  const { token } = owner;
  const response = await fetch(`${application.url}/api/v1/evidence/bundles/${body.id}/content`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const path = join(application.dataDir, 'bundle.tar');
  writeFileSync(path, Buffer.from(await response.arrayBuffer()));
  return verifyBundle(path, [parseVkey(vkey) as NoteKey], { checkpoints: [], receipts: [] });
};

test('the key that signs checkpoints is changed with a leaf under the former one, as often as one likes', async () => {
  await checkpointBeyond(owner, 0n);
  const [first = '', ...none] = await told();
  expect(none).toEqual([]);
  await application.close();
  const size = async () => (await checkpointOf(owner)).size;

  expect(await change()).toBe(0);
  const { vkey: second } = JSON.parse(said.at(-1) ?? '{}');
  // A key in a file takes its place once the former one has signed.
  if (onEngines) await change();
  else await expect(change()).rejects.toThrow('start the server first');
  const { vkey: newest = second } = JSON.parse(said.at(-1) ?? '{}');

  await openIn(application.dataDir);
  await owner.ok('POST', '/organizations', { name: 'After' });
  await until('the new key to sign', async () => {
    await checkpointBeyond(owner, (await size()) - 1n);
    const { note } = await checkpointOf(owner);
    const isSigned = verifyNote(note, [parseVkey(newest) as NoteKey]) !== undefined;
    return isSigned && (await told())[0] === newest && (onEngines || !existsSync(`${key()}.next`));
  });
  expect(await told()).toEqual([newest, ...(newest === second ? [] : [second]), first]);
  const { findings, notes } = await verified(first);
  expect(findings).toEqual([]);
  expect(notes.join()).toContain(`the key ${second} follows ${first}`);
  expect(await verified(newest)).toMatchObject({ findings: [] });

  await application.close();
  await openIn(application.dataDir);
  const before = await size();
  await owner.ok('POST', '/organizations', { name: 'Later' });
  await checkpointBeyond(owner, before);
  expect((await verified(first)).findings).toEqual([]);
});

(onEngines ? describe.skip : describe)('of a key in a file', () => {
  test('a lost one is not followed, and a stolen one signs nothing more', async () => {
    await application.close();
    await expect(change('--at-once')).rejects.toThrow('begin a new log');
    renameSync(key(), `${key()}.lost`);
    await expect(change()).rejects.toThrow('There is no evidence key');
    expect(existsSync(key())).toBe(false);
    renameSync(`${key()}.lost`, key());
    await openIn(application.dataDir);
  });
});
