import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where it is decided, or told, whether two things say the same. */
const ROOMS = ['src/access', 'src/commands', 'src/domain', 'src/kernel', 'src/policies', 'src/queries', 'projections'];
const COMPARED = /(===|!==)\s+JSON\.stringify\(/;

test('no two texts of JSON.stringify are compared: in which order a store keeps members says nothing (sameJson does)', () => {
  const root = join(__dirname, '../..');
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => join(room, name)),
  );
  expect(files.length).toBeGreaterThan(400);
  expect(files.filter((name) => COMPARED.test(readFileSync(join(root, name), 'utf8')))).toEqual([]);
  expect(COMPARED.test('JSON.stringify(a) === JSON.stringify(b)')).toBe(true);
});
