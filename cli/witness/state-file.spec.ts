import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile, type Cosigned } from './state-file';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-state-'));
  path = join(folder, 'state');
});
afterEach(() => rmSync(folder, { recursive: true }));

const seen = (size: number): ReadonlyMap<string, Cosigned> =>
  new Map([['keyledger/one', { size: BigInt(size), root: Buffer.alloc(32, size) }]]);
const sizeIn = (file: StateFile) => Number(file.read().get('keyledger/one')?.size ?? 0);
const textOf = (size: number) => `${size} ${Buffer.alloc(32, size).toString('base64')} keyledger/one\n`;

test('what was written is read, by whoever starts anew too, and one older text at most lies about', () => {
  const file = new StateFile(path);
  for (const size of [1, 2, 3]) {
    file.read();
    file.write(seen(size));
  }
  expect([sizeIn(file), sizeIn(new StateFile(path))]).toEqual([3, 3]);
  expect(readFileSync(path, 'utf8')).toBe(textOf(3));
  expect(readdirSync(folder).toSorted()).toEqual(['state', 'state.3']);
});

test('where nothing can be kept it does not start', () => {
  expect(() => new StateFile(join(folder, 'mistyped', 'state'))).toThrow('ENOENT');
});

test('a state of before, without a number, is read', () => {
  writeFileSync(path, textOf(7));
  const file = new StateFile(path);
  expect(sizeIn(file)).toBe(7);
  file.write(seen(8));
  expect(sizeIn(new StateFile(path))).toBe(8);
});

test('of two processes that read the same one writes, and the other cosigns nothing until it has read that', () => {
  const [one, two] = [new StateFile(path), new StateFile(path)];
  one.read();
  two.read();
  one.write(seen(10));
  expect(() => two.write(seen(5))).toThrow('another process');
  expect(sizeIn(two)).toBe(10);
  two.write(seen(11));
  expect(sizeIn(one)).toBe(11);
});

test('one that slept while another went on by several does not write behind it', () => {
  const [one, two] = [new StateFile(path), new StateFile(path)];
  two.read();
  for (const size of [1, 2, 3]) {
    one.read();
    one.write(seen(size));
  }
  expect(() => two.write(seen(2))).toThrow('another process');
  expect([sizeIn(one), sizeIn(two), sizeIn(new StateFile(path))]).toEqual([3, 3, 3]);
});

test.each<[string, () => void, number]>([
  ['half a draft was written', () => writeFileSync(`${path}.new-1`, '1'), 5],
  ['the whole draft was', () => writeFileSync(`${path}.new-1`, textOf(6)), 5],
  ['it had counted', () => (writeFileSync(`${path}.new-1`, textOf(6)), linkSync(`${path}.new-1`, `${path}.2`)), 6],
  ['it had its place', () => (writeFileSync(path, textOf(6)), linkSync(path, `${path}.2`)), 6],
])('killed after %s it is as it was, or as it should be, and goes on', (_, killed, size) => {
  const file = new StateFile(path);
  file.write(seen(5));
  killed();
  const again = new StateFile(path);
  expect(sizeIn(again)).toBe(size);
  again.write(seen(size + 1));
  expect([sizeIn(again), sizeIn(new StateFile(path))]).toEqual([size + 1, size + 1]);
});

test('one that is damaged does not count as none', () => {
  new StateFile(path).write(seen(5));
  writeFileSync(`${path}.1`, 'x');
  expect(() => new StateFile(path)).toThrow('put it back');
});
