import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keys } from '../../cli/keys';
import { verifyBundle } from '../../verifier/verify-bundle';
import { parseVkey, type NoteKey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import type { Client } from '../support/application/client';
import { checkpointBeyond, checkpointOf } from '../support/application/evidence-of';
import { ThreeServers, type Node } from '../support/application/three-servers';
import type { Json } from '../support/json';
import { until } from '../support/until';

/**
 * Whoever signs is killed in the middle, and another node goes on: what was signed before is continued, under a changed key too,
 * and stands where checkpoints are kept, in the log and outside.
 */
const servers = new ThreeServers();
const folder = mkdtempSync(join(tmpdir(), 'keyledger-takeover-'));
const sink = join(folder, 'sink.jsonl');
/** Checkpoints that somebody has seen. */
const seen: string[] = [];
let nodes: readonly Node[];
afterAll(async () => {
  await servers.end();
  rmSync(folder, { recursive: true });
});

const start = async () => {
  const one = await servers.start(0, { KEYLEDGER_SINK_FILE: sink });
  nodes = [one, await servers.start(0, { KEYLEDGER_SINK_FILE: sink })];
  return Promise.all(nodes.map((node) => node.as('owner@example.com')));
};
const kill = async (node: Node | undefined) => {
  node?.server.kill('SIGKILL');
  await node?.server.ended();
};
/** Facts until it is ended; what a node that dies does not answer is of no interest. */
const busy = (owners: readonly Client[]) => {
  let over = false;
  const working = owners.map(async (owner) => {
    while (!over) await owner.post('/organizations', { name: `Org ${performance.now()}` }).catch(() => undefined);
  });
  return async () => {
    over = true;
    await Promise.all(working);
  };
};
const see = async (owner: Client, beyond = 0n) => {
  const { note, size } = await checkpointBeyond(owner, beyond);
  seen.push(note);
  return size;
};
const vkeysOf = async (owner: Client) => (await owner.get('/evidence/keys')).text.trim().split('\n');

/** One dies in the middle of it, the other goes on. */
const takenOver = async (): Promise<Client> => {
  const [one, other] = (await start()) as [Client, Client];
  const end = busy([one, other]);
  let size = await see(one);
  size = await see(other, size);
  await kill(nodes[0]);
  size = await see(other, size);
  await see(other, size);
  await end();
  return other;
};

const lines = (): readonly Json[] =>
  readFileSync(sink, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

const verified = async (owner: Client, url: string, vkey: string) => {
  const { body } = await owner.post('/evidence/bundles', {});
  await until(
    'the bundle',
    async () => (await owner.ok('GET', `/evidence/bundles/${body.id}`)).status === 'made',
    30_000,
  );
  const response = await fetch(`${url}/api/v1/evidence/bundles/${body.id}/content`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  writeFileSync(join(folder, 'bundle.tar'), Buffer.from(await response.arrayBuffer()));
  const checkpoints = seen.map((note, n) => {
    writeFileSync(join(folder, `${n}`), note);
    return join(folder, `${n}`);
  });
  return verifyBundle(join(folder, 'bundle.tar'), [parseVkey(vkey) as NoteKey], { checkpoints, receipts: [] }).findings;
};

it('another node signs on from what the dead one has signed, and sends it outside', async () => {
  const owner = await takenOver();
  const [vkey = ''] = await vkeysOf(owner);
  expect(await verified(owner, nodes[1]?.url ?? '', vkey)).toEqual([]);
  const { size } = await checkpointOf(owner);
  const sizes = () => lines().flatMap(({ kind, note }) => (kind === 'checkpoint' ? [BigInt(note.split('\n')[1])] : []));
  await until('a checkpoint from each of them', () => sizes().some((each) => each > 0n) && sizes().length > 1, 90_000);
  expect(size).toBeGreaterThan(0n);
  await kill(nodes[1]);
}, 180_000);

it('so it does where the key was changed: what the former one signed last is kept, told in the log and lies outside', async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await keys.run(['evidence-signing', '--reason', 'yearly'], servers.env)).toBe(0);
  jest.restoreAllMocks();
  const owner = await takenOver();
  await until('the new key', async () => (await vkeysOf(owner)).length === 2);
  const [next = '', former = ''] = await vkeysOf(owner);
  const told = async (): Promise<readonly Json[]> => {
    const { items } = await owner.ok('GET', '/streams/evidence?limit=200');
    return items.filter(({ data }: Json) => data.handover === true);
  };
  await until('it in the log', async () => (await told()).length > 0);
  expect(await told()).toHaveLength(1);
  const [{ data }] = (await told()) as [Json];
  expect(verifyNote(data.checkpoint, [parseVkey(former) as NoteKey])).toBeDefined();
  const outside = () => lines().some(({ fact }) => fact?.data.checkpoint === data.checkpoint);
  await until('it outside', outside, 30_000);
  seen.push(data.checkpoint);
  const { size } = await checkpointOf(owner);
  await owner.ok('POST', '/organizations', { name: 'After' });
  const { note } = await checkpointBeyond(owner, size);
  expect(verifyNote(note, [parseVkey(next) as NoteKey])).toBeDefined();
  expect(await verified(owner, nodes[1]?.url ?? '', former)).toEqual([]);
  expect(await verified(owner, nodes[1]?.url ?? '', next)).toEqual([]);
}, 180_000);
