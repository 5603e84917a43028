import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { StateUnusable } from './state-unusable';
import { Sequence } from './sequence';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-sequence-'));
const path = join(folder, 'sequence');
beforeEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const draw = (count: number, fresh: boolean): number[] => {
  const sequence = Sequence.open(path, { fresh });
  const numbers = Array.from({ length: count }, () => sequence.next());
  sequence.close();
  return numbers;
};

test('goes on where it was', () => {
  expect([...draw(3, true), ...draw(2, false)]).toEqual([1, 2, 3, 4, 5]);
});

test('a write cut short loses that number only, which was never used', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 0, max: 63 }), (count, cut) => {
      rmSync(path, { force: true });
      draw(count - 1, true);
      const before = readFileSync(path);
      draw(1, false);
      const after = readFileSync(path);
      const place = (count % 2) * 64;
      // Only the first bytes of the place reached the disk.
      writeFileSync(path, Buffer.concat([after.subarray(0, place + cut), before.subarray(place + cut)]));
      const [next = 0] = draw(1, false);
      expect(next).toBeGreaterThanOrEqual(count);
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['is gone', undefined],
  ['is empty', ''],
  ['is all zeros', '\0'.repeat(128)],
  ['is nonsense', 'x'.repeat(128)],
])('a number that %s is not begun anew', (_, text) => {
  if (text !== undefined) writeFileSync(path, text);
  expect(() => Sequence.open(path, { fresh: false })).toThrow(StateUnusable);
});

test('a first start that was cut short is a first start', () => {
  writeFileSync(path, '\0'.repeat(64));
  expect(draw(1, true)).toEqual([1]);
});
