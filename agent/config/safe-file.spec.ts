import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exposure, readSafely } from './safe-file';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-safe-'));
  file = join(folder, 'secret');
  writeFileSync(file, 'text', { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file of ours in folders of ours is read', () => {
  expect(readSafely(file, 'secret')).toBe('text');
  expect(readSafely(file, 'trusted')).toBe('text');
});

test.each([0o604, 0o640, 0o602, 0o620, 0o601, 0o610])('a secret with mode %o is not', (mode) => {
  chmodSync(file, mode);
  expect(() => readSafely(file, 'secret')).toThrow(/others can get at .*chmod 600/);
});

test.each([
  [0o644, undefined],
  [0o664, /others can write/],
  [0o646, /others can write/],
])('what is only to be trusted may have mode %o, or not', (mode, said) => {
  chmodSync(file, mode);
  const found = exposure(file, 'trusted');
  if (said === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(said);
});

test.each([0o777, 0o775, 0o757])('a folder with mode %o gives it away', (mode) => {
  const inner = join(folder, 'inner');
  mkdirSync(inner, { mode: 0o700 });
  writeFileSync(join(inner, 'secret'), 'text', { mode: 0o600 });
  for (const loose of [inner, folder]) {
    chmodSync(loose, mode);
    expect(exposure(join(inner, 'secret'), 'secret')).toMatch(/others can write the folder/);
    chmodSync(loose, 0o700);
  }
});

test('of a link, the folder it stands in counts as much as where it leads', () => {
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  symlinkSync(file, join(open, 'link'));
  expect(exposure(join(open, 'link'), 'secret')).toMatch(/others can write the folder .*open/);
  symlinkSync(open, join(folder, 'way'));
  writeFileSync(join(open, 'secret'), 'text', { mode: 0o600 });
  expect(exposure(join(folder, 'way', 'secret'), 'secret')).toMatch(/others can write the folder .*open/);
  symlinkSync(file, join(folder, 'link'));
  expect(exposure(join(folder, 'link'), 'secret')).toBeUndefined();
});

test('what is not there is an error', () => expect(() => exposure(join(folder, 'none'), 'secret')).toThrow('ENOENT'));

// Only root can give a file away.
(process.getuid?.() === 0 ? describe : describe.skip)('as root', () => {
  const NOBODY = 65_534;

  test("another user's file is not ours, whatever its mode", () => {
    chownSync(file, NOBODY, NOBODY);
    expect(exposure(file, 'secret')).toMatch(/belongs to another user \(uid 65534\)/);
    expect(exposure(file, 'trusted')).toMatch(/belongs to another user/);
  });

  test("nor is one in another user's folder", () => {
    chownSync(folder, NOBODY, NOBODY);
    expect(exposure(file, 'secret')).toMatch(/the folder .* belongs to another user/);
  });
});
