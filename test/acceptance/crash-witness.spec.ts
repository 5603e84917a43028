import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { treeOf } from '../../src/evidence/evidence-parts';
import { formatAddCheckpoint } from '../../wire/tlog/add-checkpoint';
import { parseVkey, type NoteKey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import { startWitness, type WitnessProcess } from '../support/application/witness-process';
import { signedLedger } from '../support/evidence/signed-ledger';

/** The real witness is killed between every two steps of a cosignature, and its state is put back. */
const PRELOAD = join(__dirname, '../support/application/killed-witness.cjs');
const MOST = 300;
let folder: string;
let log: Awaited<ReturnType<typeof signedLedger>>;
/** Another history that the very key has signed: it begins otherwise. */
let rewritten: (size: number) => Promise<string>;
let witness: WitnessProcess;
let url: string;
let key: NoteKey;

const start = async (killAt?: string) => {
  await witness?.end();
  const env: Record<string, string> =
    killAt === undefined ? {} : { NODE_OPTIONS: `--require ${PRELOAD}`, KILL_AT: killAt };
  witness = startWitness({ folder, log: log.vkey, env });
  const ready = await witness.ready();
  url = ready.url;
  key = parseVkey(ready.vkey) as NoteKey;
};

beforeAll(async () => {
  log = await signedLedger(MOST);
  const { nodes } = log.ledger;
  rewritten = async (size) => {
    const kept = new Map(nodes);
    for (const [id, document] of kept) nodes.set(id, { ...document, hash: Buffer.alloc(32, 7).toString('base64') });
    const { note } = await log.sign(size);
    for (const [id, document] of kept) nodes.set(id, document);
    return note;
  };
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-witness-killed-'));
});
afterEach(async () => {
  await witness.end();
  rmSync(folder, { recursive: true });
});

const asked = async (oldSize: number, size: number, note?: string) => {
  const proof = oldSize === 0 || oldSize >= size ? [] : await treeOf(log.ledger.parts, 1).consistency(oldSize, size);
  const checkpoint = note ?? (await log.sign(size)).note;
  const body = formatAddCheckpoint({ oldSize: BigInt(oldSize), proof, checkpoint });
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  const text = await response.text();
  const isCosigned = response.status === 200 && verifyNote(checkpoint + text, [key])?.by.length === 1;
  return [response.status, isCosigned ? 'cosigned' : text.trim()];
};

/** Killed at a step of cosigning 200 facts after 100. `size`: what it has seen when it comes back. */
test.each([
  ['before numbered', 100],
  ['after numbered', 200],
  ['before in-place', 200],
  ['after in-place', 200],
  ['before taken-away', 200],
  ['after taken-away', 200],
  ['before cosigned', 200],
  ['after cosigned', 200],
])('killed %s it comes back with %i facts, and goes on from there alone', async (step, size) => {
  await start();
  expect(await asked(0, 100)).toEqual([200, 'cosigned']);
  await start(step);
  await expect(asked(100, 200)).rejects.toThrow('fetch failed');
  expect(await witness.ended()).toBe('SIGKILL');
  await start();
  // It tells whoever asks how far it has seen; of the same size, and from there, no other history is cosigned.
  expect(await asked(size === 100 ? 200 : 100, 250)).toEqual([409, String(size)]);
  expect((await asked(size, size, await rewritten(size)))[0]).toBe(409);
  expect((await asked(size, MOST, await rewritten(MOST)))[0]).toBe(422);
  expect(await asked(size, 200)).toEqual([200, 'cosigned']);
  expect(await asked(200, MOST)).toEqual([200, 'cosigned']);
});

test('an older copy of its state cosigns what continues that copy alone: what it had seen since it can not know', async () => {
  await start();
  await asked(0, 100);
  const copy = join(folder, 'copy');
  const state = () => readdirSync(folder).filter((name) => name.startsWith('witness.state'));
  state().forEach((name) => cpSync(join(folder, name), join(copy, name)));
  await asked(100, 200);
  await witness.end();
  state().forEach((name) => rmSync(join(folder, name)));
  readdirSync(copy).forEach((name) => cpSync(join(copy, name), join(folder, name)));
  await start();
  expect((await asked(100, 100, await rewritten(100)))[0]).toBe(409);
  expect((await asked(100, 200, await rewritten(200)))[0]).toBe(422);
  expect(await asked(200, 250)).toEqual([409, '100']);
  expect(await asked(100, 250)).toEqual([200, 'cosigned']);
});

test('an older copy of one of its files beside what is newer takes nothing back', async () => {
  await start();
  await asked(0, 100);
  cpSync(join(folder, 'witness.state'), join(folder, 'older'));
  await asked(100, 200);
  await witness.end();
  cpSync(join(folder, 'older'), join(folder, 'witness.state'));
  await start();
  expect(await asked(100, 250)).toEqual([409, '200']);
});
