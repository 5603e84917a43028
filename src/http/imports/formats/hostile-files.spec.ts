import { zipSync } from 'fflate';
import type { ImportEntry } from '../entry';
import { READERS, type Format } from '../formats';

/** An import has no limit of size: what its file is made of must cost neither memory nor time without end. */
const PIECE = 65_536;

/** Reads what is sent for ever; fails where it is still read behind so many MiB. */
const readEndless = async (format: Format, head: string, text: string, mebibytes = 8) => {
  const piece = Buffer.from(text.repeat(Math.ceil(PIECE / text.length)));
  async function* endless() {
    yield Buffer.from(head);
    for (let sent = 0; sent < mebibytes * 1024 * 1024; sent += piece.length) yield piece;
    throw new Error('read on without end');
  }
  const found: ImportEntry[] = [];
  for await (const entry of READERS[format](endless())) found.push(entry);
  return found;
};

test.each(['x', '"",', ',', '\n'])('a line of CSV without end, or blank ones, of %j, end the file', async (text) => {
  const last = expect.objectContaining({ refused: expect.objectContaining({ code: 'FILE_NOT_READABLE' }), last: true });
  expect(await readEndless('csv', 'kind,name\nvault,a\n', text)).toEqual([expect.objectContaining({ line: 2 }), last]);
});

const read = async (format: Format, file: string | Uint8Array) => {
  async function* pieces() {
    const bytes = Buffer.from(file);
    for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
  }
  const found: ImportEntry[] = [];
  for await (const entry of READERS[format](pieces())) found.push(entry);
  return found.map(({ line, refused }) => [line, refused?.code, refused?.detail]);
};

test('a record of more than 1,000 cells is refused alone; as the first line it is none of a table', async () => {
  const wide = 'x,'.repeat(1_000);
  expect(await read('csv', `kind,name\n${wide}x\nvault,a\n`)).toEqual([
    [2, 'VALIDATION_FAILED', 'It has more than 1000 cells.'],
    [3, undefined, undefined],
  ]);
  expect(await read('csv', `${wide}x\nvault,a\n`)).toEqual([[1, 'FILE_NOT_READABLE', 'It has more than 1000 cells.']]);
});

test('a line of JSON that nests without end, or has countless members, is refused alone', async () => {
  const [deep, many] = [`{"a":${'['.repeat(400_000)}`, `{"a":[${'0,'.repeat(400_000)}0]}`];
  expect(await read('jsonl', `${deep}\n${many}\n{"a":1}\n`)).toEqual([
    [1, 'VALIDATION_FAILED', 'It nests deeper than 32 levels.'],
    [2, 'VALIDATION_FAILED', 'It has more than 10000 members and items.'],
    [3, undefined, undefined],
  ]);
  const cell = `"${'['.repeat(400_000)}${']'.repeat(400_000)}"`;
  const [[line, code] = []] = await read('csv', `kind,connectorSettings\nidentity,${cell}\n`);
  expect([line, code]).toEqual([2, undefined]);
});

test.each(['bitwarden-json', 'kv-json', '1pux'] as const)(
  '%s: what nests without end is given up, and told',
  async (format) => {
    const text = `{"items":${'['.repeat(2_000_000)}`;
    const file = format === '1pux' ? zipSync({ 'export.data': Buffer.from(text) }) : text;
    expect(await read(format, file)).toEqual([[1, 'FILE_NOT_READABLE', expect.stringContaining('nests deeper')]]);
  },
);
