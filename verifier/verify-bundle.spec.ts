import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedLedger, someFacts } from '../test/support/evidence/signed-ledger';
import { leafHash } from '../wire/tlog/hash';
import { parseVkey, type NoteKey } from '../wire/tlog/note-key';
import { TAR_END, tarEntry, untarred, type TarFile } from '../wire/tlog/tar';
import { formatTlogProof } from '../wire/tlog/tlog-proof';
import { treeOf } from '../src/evidence/evidence-parts';
import { verifyBundle, type Held } from './verify-bundle';
import { UnreadableBundle } from './read-bundle';

/** More than a tile, and no full one at the end. */
const COUNT = 700;

const folder = mkdtempSync(join(tmpdir(), 'keyledger-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const stored = (content: Buffer | string): string => {
  const path = join(folder, String((files += 1)));
  writeFileSync(path, content);
  return path;
};

let log: Awaited<ReturnType<typeof signedLedger>>;
let whole: Buffer;
beforeAll(async () => {
  log = await signedLedger(COUNT);
  await log.ledger.parts.kept.keep(await log.sign(100));
  await log.ledger.parts.kept.keep(await log.sign(400));
  whole = await log.bundle();
});

const filesOf = (bundle: Buffer): readonly TarFile[] => [...untarred((at, length) => bundle.subarray(at, at + length))];
const packed = (content: readonly TarFile[]): Buffer => Buffer.concat([...content.map(tarEntry), TAR_END]);
/** The bundle with the lines of its facts changed. */
const withFacts = (change: (lines: string[]) => readonly string[]): Buffer => {
  const all = filesOf(whole);
  const lines = all
    .filter(({ name }) => name.startsWith('facts/'))
    .flatMap(({ content }) => content.toString().split(/(?<=\n)/));
  const rest = all.filter(({ name }) => !name.startsWith('facts/'));
  return packed([...rest, { name: 'facts/000000000.jsonl', content: Buffer.from(change(lines).join('')) }]);
};
const verify = (bundle: Buffer, held: Partial<Held> = {}, vkey = log.vkey) =>
  verifyBundle(stored(bundle), [parseVkey(vkey) as NoteKey], { checkpoints: [], receipts: [], ...held });

test('a bundle as it was made holds', () => {
  expect(verify(whole)).toMatchObject({ size: COUNT, facts: COUNT, whole: true, findings: [], notes: [] });
  expect(verify(whole).newest).toBe(new Date(Date.UTC(2026, 0, 1) + (COUNT - 1) * 1000).toISOString());
});

test('a bundle that was unpacked and packed again, in whatever order, holds', () => {
  expect(verify(packed(filesOf(whole).toReversed())).findings).toEqual([]);
});

test('the same tree makes the same bundle, byte for byte', async () => {
  expect((await log.bundle()).equals(whole)).toBe(true);
});

describe('is found and named:', () => {
  test('a fact that was edited', () => {
    const spoilt = withFacts((lines) =>
      lines.map((line, n) => (n === 333 ? line.replace('name 333', 'name 999') : line)),
    );
    expect(verify(spoilt).findings).toEqual([
      expect.objectContaining({ rule: 'altered', leaf: 333, stream: 'vault-4', revision: 47 }),
    ]);
  });

  test('a fact that was taken out', () => {
    const { findings } = verify(withFacts((lines) => lines.filter((_, n) => n !== 333)));
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'missing', leaf: 333 }));
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'gap', leaf: 340, stream: 'vault-4', revision: 47 }),
    );
  });

  test('a fact that was put in', () => {
    const spoilt = withFacts((lines) => [
      ...lines.slice(0, 10),
      (lines[9] as string).replace('name 9', 'name x'),
      ...lines.slice(10),
    ]);
    expect(verify(spoilt).findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['order', 'altered']));
  });

  test('two facts that changed places', () => {
    const swapped = withFacts((lines) => {
      const text = (n: number) => (lines[n] as string).replace(/,"leaf":\d+\}/, '');
      const changed = [...lines];
      changed[20] = `${text(21).trimEnd()},"leaf":20}\n`;
      changed[21] = `${text(20).trimEnd()},"leaf":21}\n`;
      return changed;
    });
    expect(verify(swapped).findings.slice(0, 2)).toMatchObject([
      { rule: 'altered', leaf: 20 },
      { rule: 'altered', leaf: 21 },
    ]);
  });

  test('facts that were rewritten with their hashes: by the root, between two checkpoints', () => {
    const forged = (lines: string[]) => lines.map((line) => line.replace('name 333', 'name 999'));
    const spoilt = filesOf(withFacts(forged)).map((file) => {
      if (file.name !== 'log/tile/0/001') return file;
      const fact = forged(
        filesOf(whole)
          .filter(({ name }) => name.startsWith('facts/'))
          .flatMap(({ content }) => content.toString().split('\n').slice(0, -1)),
      )[333];
      const content = Buffer.from(file.content);
      leafHash((fact as string).slice('{"fact":'.length, -',"leaf":333}'.length)).copy(content, (333 - 256) * 32);
      return { ...file, content };
    });
    const { findings } = verify(packed(spoilt));
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'root', leaf: 100 }));
    expect(findings).not.toContainEqual(expect.objectContaining({ rule: 'altered' }));
  });

  test('a tail that was cut, where an older checkpoint is held', async () => {
    const held = stored((await log.sign(COUNT)).note);
    expect(verify(await log.bundle(600), { checkpoints: [held] }).findings).toMatchObject([{ rule: 'cut', leaf: 600 }]);
    expect(verify(await log.bundle(600)).findings).toEqual([]);
  });

  const receipt = async (index: number, of: number, by = log, size = COUNT) =>
    stored(
      formatTlogProof({
        index: BigInt(index),
        hashes: await treeOf(by.ledger.parts, 1).inclusion(of, size),
        checkpoint: (await by.sign(size)).note,
      }),
    );

  test('a fact that no receipt proves', async () => {
    expect(verify(whole, { receipts: [await receipt(5, 5)] }).findings).toEqual([]);
    expect(verify(whole, { receipts: [await receipt(6, 5)] }).findings).toMatchObject([
      { rule: 'receipt', leaf: 6, stream: expect.any(String), revision: expect.any(Number) },
    ]);
  });

  test('an end that was cut off, by a receipt of a fact before it', async () => {
    expect(verify(await log.bundle(600), { receipts: [await receipt(5, 5)] }).findings).toMatchObject([
      { rule: 'cut', leaf: 600 },
    ]);
    expect(verify(await log.bundle(600), { receipts: [await receipt(650, 650)] }).findings).toMatchObject([
      { rule: 'cut', leaf: 600 },
      { rule: 'receipt', leaf: 650 },
    ]);
  });

  test('another history, by a receipt of a fact that both have', async () => {
    const other = await signedLedger(COUNT, [...someFacts(COUNT - 1), ...someFacts(1, COUNT)]);
    const keys = [log.vkey, other.vkey].map((vkey) => parseVkey(vkey) as NoteKey);
    const held = { checkpoints: [], receipts: [await receipt(5, 5, other)] };
    expect(verifyBundle(stored(whole), keys, held).findings).toMatchObject([{ rule: 'root', leaf: 400 }]);
  });

  test('a receipt that another key signed, which says nothing of the fact', async () => {
    const other = await signedLedger(COUNT);
    expect(verify(whole, { receipts: [await receipt(5, 5, other)] }).findings).toMatchObject([{ rule: 'signature' }]);
  });

  test('a signature of another key', async () => {
    const other = await signedLedger(1);
    expect(verify(whole, {}, other.vkey).findings).toContainEqual(expect.objectContaining({ rule: 'signature' }));
  });

  test('a checkpoint of another log, held or put into the bundle, whoever signed it', async () => {
    const other = await signedLedger(COUNT, someFacts(COUNT), 'keyledger/other');
    const { note } = await other.sign(COUNT);
    const foreign = stored(note);
    const keys = [log.vkey, other.vkey].map((vkey) => parseVkey(vkey) as NoteKey);
    const held = { checkpoints: [foreign], receipts: [] };
    expect(verifyBundle(stored(whole), keys, held).findings).toEqual([
      { rule: 'checkpoint', detail: `the checkpoint ${foreign} is of another log: keyledger/other` },
    ]);
    expect(verify(whole, held).findings).toMatchObject([{ rule: 'signature' }]);
    const exchanged = filesOf(whole).map((file) =>
      file.name === 'log/checkpoint' ? { ...file, content: Buffer.from(note) } : file,
    );
    const { findings } = verifyBundle(stored(packed(exchanged)), keys, { checkpoints: [], receipts: [] });
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'checkpoint' }));
  });

  test('a clock that was set back, within a stream', () => {
    const spoilt = withFacts((lines) =>
      lines.map((line, n) => (n === 333 ? line.replace('2026-01-01T00:05:33', '2025-12-31T00:05:33') : line)),
    );
    expect(verify(spoilt).findings).toContainEqual(expect.objectContaining({ rule: 'time', leaf: 333 }));
  });
});

test('a bundle of one organization shows its facts, holds hashes of the others, and says so', async () => {
  const part = verify(await log.bundle(COUNT, { organizationId: 'o1' }));
  expect(part).toMatchObject({ facts: COUNT / 2, whole: false, findings: [] });
});

/** The bundle with something else in its manifest. */
const claiming = (bundle: Buffer, claim: object): Buffer =>
  packed(
    filesOf(bundle).map((file) =>
      file.name === 'manifest.json'
        ? { ...file, content: Buffer.from(JSON.stringify({ ...JSON.parse(file.content.toString()), ...claim })) }
        : file,
    ),
  );

test('a bundle that says to be of a later log, so that less of it is judged, is found by its first fact', () => {
  const { log: which, findings } = verify(claiming(whole, { log: 2 }));
  expect([which, findings]).toMatchObject([1, [{ rule: 'checkpoint' }]]);
});

test.each([{ log: 'x' }, { whole: 'no' }, { origin: 1 }, { size: '700' }, { format: 2 }])(
  'a manifest with %j can not be read',
  (claim) => {
    expect(() => verify(claiming(whole, claim))).toThrow(UnreadableBundle);
  },
);

test('facts of a part that stand in another order than their stream has are found', async () => {
  const facts = someFacts(COUNT).map((fact) => (fact.id === 'e20' ? { ...fact, revision: 0 } : fact));
  const other = await signedLedger(COUNT, facts);
  const { findings } = verify(await other.bundle(COUNT, { organizationId: 'o0' }), {}, other.vkey);
  expect(findings).toMatchObject([{ rule: 'order', leaf: 20, revision: 0 }]);
});

test.each([
  ['no archive', Buffer.alloc(2000, 'x')],
  ['nothing', Buffer.alloc(0)],
])('%s can not be read', (_, bytes) => {
  expect(() => verify(bytes)).toThrow(UnreadableBundle);
});

test.each(['checkpoints', 'receipts'] as const)('something else among %s that are held can not be read', (kind) => {
  expect(() => verify(whole, { [kind]: [stored('a page of something else\n\n')] })).toThrow(UnreadableBundle);
});

test('half a bundle can not be read', () => {
  expect(() => verify(whole.subarray(0, whole.length / 2))).toThrow(UnreadableBundle);
});
