import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveStream } from './save-stream';

/** A file that somebody named on the command line appears whole, for this user alone, or not at all. */
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-save-'));
  path = join(folder, 'report.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
async function* broken(): AsyncGenerator<Buffer> {
  yield Buffer.from('half of it');
  throw new Error('The connection broke.');
}

test('it holds all, and nobody else may read it', async () => {
  await saveStream(async () => pieces('a', 'b'), path);
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, readdirSync(folder)]).toEqual([
    'ab',
    0o600,
    ['report.json'],
  ]);
});

test('a file that is there is replaced, and is readable by nobody else any more', async () => {
  writeFileSync(path, 'a longer one from before', { mode: 0o644 });
  await saveStream(async () => pieces('new'), path);
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['new', 0o600]);
});

test.each([true, false])('half of it is not left; what was there before stays (%s)', async (isThere) => {
  if (isThere) writeFileSync(path, 'from before');
  await expect(saveStream(async () => broken(), path)).rejects.toThrow(
    `${path} was not written: The connection broke.`,
  );
  expect(readdirSync(folder)).toEqual(isThere ? ['report.json'] : []);
  if (isThere) expect(readFileSync(path, 'utf8')).toBe('from before');
});

test.each([
  ['a folder that is not there', () => join(folder, 'no', 'report.json'), 'ENOENT'],
  ['a folder', () => folder, 'it is a folder'],
])('%s is told before anything is asked for', async (_, where, why) => {
  const ask = jest.fn(async () => pieces('a'));
  await expect(saveStream(ask, where())).rejects.toThrow(why);
  expect([ask.mock.calls.length, readdirSync(folder)]).toEqual([0, []]);
});

const DEVICES = ['/dev/full'].filter((device) => existsSync(device));

// Where the system has such a device.
test.each(DEVICES)('a full disk is told: %s', async (device) => {
  await expect(saveStream(async () => pieces('a'), device)).rejects.toThrow(`${device} was not written: ENOSPC`);
});
