import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreDamaged } from '../../kernel/store-errors';
import { makeKeyFile, nextKeyFile, openEvidenceKey } from './open-evidence-key';
import { readMark, writeMark } from './mark-file';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-mark-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'evidence.mark');
const mark = { origin: 'keyledger/x', size: 12, root: 'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=' };

test('a mark is there whole, for its user alone, and replaces the one before', () => {
  expect(readMark(path)).toBeUndefined();
  writeMark(path, { ...mark, size: 11 });
  writeMark(path, mark);
  expect(readMark(path)).toEqual(mark);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['evidence.mark']);
});

test.each(['', 'keyledger/x\n', 'keyledger/x\n-1\nr\n', 'keyledger/x\nmany\nr\n', 'keyledger/x\n5\n\n'])(
  'a mark that reads %j counts as damaged, never as none',
  (text) => {
    const damaged = join(folder, 'damaged.mark');
    writeFileSync(damaged, text);
    expect(() => readMark(damaged)).toThrow(StoreDamaged);
  },
);

describe('the key', () => {
  const source = { from: 'data-folder', path: join(folder, 'evidence.key'), mark: path } as const;

  test('is made once, for its user alone, and never over another', () => {
    const first = openEvidenceKey(source, [Buffer.alloc(32)], 'log1').vkey('keyledger/log1');
    makeKeyFile(source.path);
    expect(openEvidenceKey(source, [Buffer.alloc(32)], 'log1').vkey('keyledger/log1')).toBe(first);
    expect(statSync(source.path).mode & 0o777).toBe(0o600);
  });

  test('of a file of the operator’s is never made: a file that is gone is told', () => {
    const gone = { from: 'file', path: join(folder, 'gone.key'), mark: path } as const;
    expect(() => openEvidenceKey(gone, [Buffer.alloc(32)], 'log1')).toThrow(/ENOENT/);
    writeFileSync(gone.path, 'no key');
    expect(() => openEvidenceKey(gone, [Buffer.alloc(32)], 'log1')).toThrow(StoreDamaged);
  });

  test('that follows from the root key is the same on every node, and another under another root key', () => {
    const derived = (fill: number) =>
      openEvidenceKey({ from: 'own-key', mark: path }, [Buffer.alloc(32, fill)], 'log1').vkey('keyledger/log1');
    expect(derived(1)).toBe(derived(1));
    expect(derived(1)).not.toBe(derived(2));
  });

  test('that follows one in a file takes its place once it signs, and not before', () => {
    const next = nextKeyFile(source.path);
    const [former] = openEvidenceKey(source, [Buffer.alloc(32)], 'log1').vkeys('keyledger/log1');
    makeKeyFile(next);
    const key = openEvidenceKey(source, [Buffer.alloc(32)], 'log1');
    const [first, second] = key.vkeys('keyledger/log1');
    expect([key.vkey('keyledger/log1'), first]).toEqual([former, former]);
    key.settle('keyledger/log1', first as string);
    expect(existsSync(next)).toBe(true);
    key.settle('keyledger/log1', second as string);
    key.settle('keyledger/log1', second as string);
    expect(existsSync(next)).toBe(false);
    expect(openEvidenceKey(source, [Buffer.alloc(32)], 'log1').vkeys('keyledger/log1')).toEqual([second]);
  });
});
