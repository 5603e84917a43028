import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { treeOf } from '../../src/evidence/evidence-parts';
import { ORIGIN, signedLedger } from '../../test/support/evidence/signed-ledger';
import { formatAddCheckpoint } from '../../wire/tlog/add-checkpoint';
import { COSIGNATURE_V1, noteKey, parseVkey, type NoteKey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import { StateFile } from './state-file';
import { addCheckpoint } from './witness-answers';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-witness-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NAME = 'audit.example/w1';
const AT = 1_770_000_000_123;
let files = 0;

const watched = async (count = 300) => {
  const log = await signedLedger(count);
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = noteKey(NAME, COSIGNATURE_V1, createPublicKey(privateKey));
  const path = join(folder, String((files += 1)));
  const logs = [parseVkey(log.vkey) as NoteKey];
  const asked = (request: string, state: Pick<StateFile, 'read' | 'write'> = new StateFile(path)) =>
    addCheckpoint({ name: NAME, privateKey, logs, state, now: () => AT }, request);
  const request = async (oldSize: number, size: number, more: { checkpoint?: string; proof?: Buffer[] } = {}) => {
    const tree = treeOf(log.ledger.parts, 1);
    const proof = oldSize === 0 || oldSize >= size ? [] : await tree.consistency(oldSize, size);
    return formatAddCheckpoint({ oldSize: BigInt(oldSize), proof, checkpoint: (await log.sign(size)).note, ...more });
  };
  return { log, key, path, asked, request };
};

test('cosigns what continues the tree it has seen, with the time, and remembers it through a restart', async () => {
  const { log, key, asked, request } = await watched();
  for (const [from, to] of [
    [0, 1],
    [1, 7],
    [7, 256],
    [256, 300],
    // The same once more: a new time.
    [300, 300],
  ] as const) {
    const { status, body } = asked(await request(from, to));
    expect(status).toBe(200);
    const { note } = await log.sign(to);
    expect(verifyNote(note + body, [key])?.by).toEqual([{ key, time: 1_770_000_000n }]);
  }
});

test('answers with the size it knows of where another one is said to be the last', async () => {
  const { asked, request } = await watched();
  asked(await request(0, 100));
  for (const [from, to] of [
    [0, 300],
    [99, 300],
    [101, 300],
  ] as const) {
    expect(asked(await request(from, to))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '100\n' });
  }
  expect(asked(await request(100, 300)).status).toBe(200);
});

test('cosigns no other tree of the same size, nor a smaller one, nor one that does not continue', async () => {
  const { asked, request, path } = await watched();
  asked(await request(0, 100));
  const before = readFileSync(path, 'utf8');
  expect(asked(await request(100, 300, { proof: [] })).status).toBe(422);
  const proof = [...(await proofOf(await request(100, 300)))];
  expect(asked(await request(100, 300, { proof: [...proof].toReversed() })).status).toBe(422);
  expect(asked(await request(100, 300, { proof: [...proof, Buffer.alloc(32)] })).status).toBe(422);
  expect(asked(await request(100, 50)).status).toBe(400);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

const proofOf = async (request: string): Promise<readonly Buffer[]> =>
  request
    .slice(0, request.indexOf('\n\n'))
    .split('\n')
    .slice(1)
    .map((line) => Buffer.from(line, 'base64'));

test('a first tree comes with no proof', async () => {
  const { asked, request } = await watched();
  expect(asked(await request(0, 100, { proof: [Buffer.alloc(32)] })).status).toBe(422);
});

test('another history of the same size, signed by the very key, is refused', async () => {
  const { asked, request, log } = await watched();
  asked(await request(0, 100));
  const rewritten = log.ledger.nodes;
  for (const [id, document] of rewritten) {
    rewritten.set(id, { ...document, hash: Buffer.alloc(32, 7).toString('base64') });
  }
  expect(asked(await request(100, 100)).status).toBe(409);
  expect(asked(await request(100, 300)).status).toBe(422);
});

test('tells who is not known, and what was not signed', async () => {
  const { asked, request, log } = await watched();
  const { note } = await log.sign(100);
  const stranger = await signedLedger(100);
  expect(asked(await request(0, 100, { checkpoint: note.replaceAll(ORIGIN, 'somebody/else') })).status).toBe(404);
  expect(asked(await request(0, 100, { checkpoint: (await stranger.sign(100)).note })).status).toBe(403);
  const forged = note.replace(/\n100\n/, '\n101\n');
  expect(asked(await request(0, 100, { checkpoint: forged })).status).toBe(403);
});

test.each([
  '',
  'old',
  'old 5',
  'old 05\n\n',
  'old -1\n\n',
  'old 18446744073709551616\n\n',
  'new 5\n\nx\n',
  'old 0\nnot base64\n\nx\n1\nx\n\n',
  `old 0\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}\nx\n`,
  'old 0\n\nno note\n',
  'old 0\n\na\n1\nshort\n\n— a AAAAAAAA\n',
])('%j is no request', async (text) => {
  const { asked } = await watched(1);
  expect(asked(text)).toMatchObject({ status: 400 });
});

test('where its state can not be written nothing is cosigned; where it can not be read it does not start', async () => {
  const { asked, request, path } = await watched();
  const failing = {
    read: () => new Map(),
    write: () => {
      throw new Error('disk full');
    },
  };
  const wanted = await request(0, 100);
  expect(() => asked(wanted, failing)).toThrow('disk full');
  for (const text of ['half', '100 short origin\n', 'x\n', '\n']) {
    writeFileSync(path, text);
    expect(() => new StateFile(path)).toThrow('put it back');
  }
});
