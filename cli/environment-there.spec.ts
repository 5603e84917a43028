import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentThere } from './environment-there';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-there-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HERE = {
  KEYLEDGER_DATA_DIR: '/here',
  KEYLEDGER_ROOT_KEY_FILE: '/here/root.key',
  KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: '1',
};
const there = (text: string) => {
  const path = join(folder, 'there.env');
  writeFileSync(path, text);
  return environmentThere(HERE, path);
};

test.each([
  [
    'nothing of a key',
    'KEYLEDGER_DATA_DIR=/there',
    { KEYLEDGER_ROOT_KEY_FILE: '/here/root.key', KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: '1' },
  ],
  [
    'that files may be read by others, and nothing of a key',
    'KEYLEDGER_DATA_DIR=/there\nKEYLEDGER_ALLOW_LOOSE_PERMISSIONS=0',
    { KEYLEDGER_ROOT_KEY_FILE: '/here/root.key', KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: '0' },
  ],
  ['a key of its own', 'KEYLEDGER_DATA_DIR=/there\nKEYLEDGER_ROOT_KEY=abc', { KEYLEDGER_ROOT_KEY: 'abc' }],
])('a file that says %s', (_, text, common) => {
  expect(there(text)).toEqual({ KEYLEDGER_DATA_DIR: '/there', ...common });
});

test('a file that is not there is told in one line', () => {
  expect(() => environmentThere(HERE, join(folder, 'none'))).toThrow(/can't be read \(ENOENT\)/);
});
