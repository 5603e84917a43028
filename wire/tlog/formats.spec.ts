import { generateKeyPairSync } from 'node:crypto';
import { formatCheckpoint, parseCheckpoint } from './checkpoint';
import { cosign } from './cosignature';
import { entryBundle, parseEntryBundle } from './entry-bundle';
import { leafHash } from './hash';
import { COSIGNATURE_V1, ED25519, noteKey, parseVkey, vkeyOf, type NoteKey } from './note-key';
import { parseNote, signNote } from './signed-note';
import { parseTilePath, pathOfTile, tilesOf } from './tile-path';
import { formatTlogProof, parseTlogProof, verifyTlogProof, type TlogProof } from './tlog-proof';
import { verifyNote } from './verify-note';

const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
/** golang/mod, sumdb/note/note_test.go. */
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NEUMANN_NOTE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const known = (vkey: string) => [parseVkey(vkey) as NoteKey];
const makeKey = (name: string, type: typeof ED25519 | typeof COSIGNATURE_V1 = ED25519) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, key: noteKey(name, type, publicKey) };
};

describe('a signed note', () => {
  test.each([
    ['of the specification', EXAMPLE_KEY, EXAMPLE],
    ['of the Go library', NEUMANN, NEUMANN_NOTE],
  ])('%s holds, and its key is written as it was read', (_, vkey, note) => {
    expect(verifyNote(note, known(vkey))?.by).toHaveLength(1);
    expect(vkeyOf(known(vkey)[0] as NoteKey)).toBe(vkey);
  });

  test('is refused when a word of it is another, though a key is known', () => {
    expect(verifyNote(EXAMPLE.replace('example message', 'example massage'), known(EXAMPLE_KEY))).toBeUndefined();
  });

  test('is refused when nobody known has signed it', () => {
    expect(verifyNote(NEUMANN_NOTE, known(EXAMPLE_KEY))).toBeUndefined();
  });

  test('is passed over where its signature is of an unknown key beside a known one', () => {
    const { privateKey } = makeKey('example.com/foo');
    const other = signNote('This is an example message.\n', 'example.com/foo', privateKey).split('\n\n')[1] ?? '';
    expect(verifyNote(`${EXAMPLE}${other}`, known(EXAMPLE_KEY))?.by).toHaveLength(1);
  });

  test.each([
    ['without an empty line', 'text\n— a AAAAAAAA\n'],
    ['without its last newline', EXAMPLE.slice(0, -1)],
    ['with a control character', EXAMPLE.replace('message', 'mess\tage')],
    ['without a signature', 'text\n\n'],
    ['with a hyphen for the dash', EXAMPLE.replace('—', '-')],
    ['with a line that is no signature', `${EXAMPLE}text\n`],
    ['with base64 written otherwise', EXAMPLE.replace('QM=', 'QN=')],
  ])('%s is malformed', (_, note) => {
    expect(parseNote(note)).toBeUndefined();
  });

  test.each([
    ['with the id of another', EXAMPLE_KEY.replace('530d903a', '530d903b')],
    ['with a space in its name', EXAMPLE_KEY.replace('/foo', '/ foo')],
    ['of an unknown kind', EXAMPLE_KEY.replace('+Aeky', '+Buky')],
    ['cut short', EXAMPLE_KEY.slice(0, -4)],
  ])('a key %s is none', (_, vkey) => {
    expect(parseVkey(vkey)).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  const checkpoint = { origin: 'vault.example/log', size: 7n, root: leafHash('x') };

  test('is read as it was written', () => {
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  test.each([
    ['a leading zero', (text: string) => text.replace('\n7\n', '\n07\n')],
    ['a short root', (text: string) => text.replace(/\n[^\n]+\n$/, '\nAAAA\n')],
    ['no last newline', (text: string) => text.slice(0, -1)],
    ['no origin', (text: string) => text.replace('vault.example/log', '')],
  ])('with %s is none', (_, spoilt) => {
    expect(parseCheckpoint(spoilt(formatCheckpoint(checkpoint)))).toBeUndefined();
  });

  test('is cosigned with the time at which it was seen', () => {
    const log = makeKey('vault.example/log');
    const witness = makeKey('witness.example/w1', COSIGNATURE_V1);
    const text = formatCheckpoint(checkpoint);
    const line = cosign(text, 1_679_315_147n, 'witness.example/w1', witness.privateKey);
    const note = signNote(text, 'vault.example/log', log.privateKey) + line;
    expect(verifyNote(note, [log.key, witness.key])?.by.map(({ time }) => time)).toEqual([undefined, 1_679_315_147n]);
    expect(verifyNote(note.replace('\n7\n', '\n8\n'), [witness.key])).toBeUndefined();
  });
});

describe('a proof of an entry', () => {
  const log = makeKey('vault.example/log');
  const checkpoint = signNote(
    formatCheckpoint({ origin: 'vault.example/log', size: 1n, root: leafHash('fact') }),
    'vault.example/log',
    log.privateKey,
  );

  test.each([undefined, Buffer.from('beside')])('is read as it was written, and holds', (extra) => {
    const proof = { ...(extra && { extra }), index: 0n, hashes: [], checkpoint };
    const read = parseTlogProof(formatTlogProof(proof)) as TlogProof;
    expect(read).toEqual(proof);
    expect(verifyTlogProof(read, leafHash('fact'), [log.key])?.size).toBe(1n);
    expect(verifyTlogProof(read, leafHash('another'), [log.key])).toBeUndefined();
    expect(verifyTlogProof(read, leafHash('fact'), [makeKey('vault.example/log').key])).toBeUndefined();
  });
});

describe('tiles', () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, '0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, '0/x001/x234/067'],
    [{ level: 1, index: 0, width: 17 }, '1/000.p/17'],
    [{ level: 'entries', index: 1000, width: 255 }, 'entries/x001/000.p/255'],
  ] as const)('%o lies at %s', (tile, path) => {
    expect(pathOfTile(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each(['0/0', '00/000', '64/000', '0/x000/001', '0/001/x000', '0/000.p/0', '0/000.p/256', 'data/000', '0/000/'])(
    '%s is no path of one',
    (path) => {
      expect(parseTilePath(path)).toBeUndefined();
    },
  );

  test('of 70,000 leaves are those of the specification', () => {
    const widths = tilesOf(70_000).map(({ level, width }) => `${level}:${width}`);
    const full = (level: number) => widths.filter((each) => each === `${level}:256`).length;
    expect([full(0), full(1), full(2)]).toEqual([273, 1, 0]);
    expect(widths.filter((each) => !each.endsWith(':256'))).toEqual(['0:112', '1:17', '2:1']);
    expect(tilesOf(256).map(pathOfTile)).toEqual(['0/000', '1/000.p/1']);
  });

  test('a bundle of entries is read as it was written, and not when it is cut', () => {
    const entries = ['', 'a', 'bc'].map((text) => Buffer.from(text));
    const bundle = entryBundle(entries);
    expect(parseEntryBundle(bundle)).toEqual(entries);
    expect(parseEntryBundle(bundle.subarray(0, -1))).toBeUndefined();
    expect(() => entryBundle([Buffer.alloc(65_536)])).toThrow(RangeError);
  });
});
