import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, put, THINGS, writeAt, type Thing } from '../../../../test/contract/things';
import { until } from '../../../../test/support/until';
import type { ModelSchema } from '../../../kernel/read-model';
import { EmbeddedReadStore } from './embedded-read-store';
import { openReadFile } from './read-file';

const PACKED: ModelSchema = { ...THINGS, packed: true };
const folder = mkdtempSync(join(tmpdir(), 'keyledger-packed-'));
const path = join(folder, 'reads.db');
afterAll(() => rmSync(folder, { recursive: true }));

const thing = (n: number, title = `thing ${n} of \u2028 and \n many`): Thing => ({
  id: `t${String(n).padStart(4, '0')}`,
  org: 'o1',
  title,
});

test('documents that are packed are read as they were written, changed, deleted, and there after a start', async () => {
  const database = openReadFile(path);
  const store = new EmbeddedReadStore(database);
  const build = await store.begin(PACKED);
  const table = store.table<Thing>(PACKED, build);
  const all = Array.from({ length: 500 }, (_, n) => thing(n));
  await table.load(all.map(({ id }) => id));
  const many = all.map((each, n) => put(n + 1, each));
  await writeAt(table, many, at(500));
  const stored = database.prepare<{ doc: string }>('SELECT doc FROM documents_things_v1_g1').all();
  expect(stored.every(({ doc }) => /^@\d+\.\d+$/.test(doc))).toBe(true);
  expect(await table.find({ limit: 1000 })).toEqual(all);
  expect(await table.get('t0123')).toEqual(thing(123));
  expect((await table.load(['t0499'])).get('t0499')).toEqual({ id: 't0499', position: at(500), document: thing(499) });

  await table.load(['t0007', 't0008', 't0009']);
  await writeAt(
    table,
    [put(501, thing(7, 'another')), { id: 't0008', position: at(501) }, put(501, thing(9))],
    at(501),
  );
  // What is older changes nothing, whether it was loaded or not.
  await writeAt(table, many.slice(0, 20), at(501));
  const now = [...all.slice(0, 7), thing(7, 'another'), ...all.slice(9)];
  expect(await table.find({ limit: 1000 })).toEqual(now);
  expect(await table.find({ where: [{ field: 'org', is: 'o1' }], word: 'another', limit: 9 })).toEqual([
    thing(7, 'another'),
  ]);
  await writeAt(table, [put(502, thing(502))], at(502));
  database.close();

  const again = openReadFile(path);
  const reopened = new EmbeddedReadStore(again);
  expect(await reopened.table<Thing>(PACKED, build).find({ limit: 1000 })).toEqual([...now, thing(502)]);
  await reopened.discard(build);
  await until('its tables to be dropped', () => {
    const left = again.prepare("SELECT 1 FROM sqlite_schema WHERE name GLOB '*_things_v*'").all();
    return left.length === 0;
  });
  again.close();
});
