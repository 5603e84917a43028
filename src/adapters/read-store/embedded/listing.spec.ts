import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, put, THINGS, writeAt, type Thing } from '../../../../test/contract/things';
import type { Condition } from '../../../kernel/read-model';
import { EmbeddedReadStore } from './embedded-read-store';
import { listingOf } from './listing';
import { openReadFile } from './read-file';
import { tableNames } from './table-names';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-listing-'));
const database = openReadFile(join(folder, 'reads.db'));
const store = new EmbeddedReadStore(database);
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const stepsOfCount = (documents: string, where: readonly Condition[]): readonly string[] => {
  const { sql, values } = listingOf(THINGS, { where, limit: 0 }).where;
  return database
    .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT count(*) FROM ${documents} AS d WHERE ${sql}`)
    .all([...values])
    .map(({ detail }) => detail);
};

const inOrg: Condition = { field: 'org', is: 'o1' };

test.each<[string, readonly Condition[]]>([
  ['one value', [inOrg]],
  ['one of several values', [{ field: 'org', in: ['o1', 'o2'] }]],
])('what has %s of a field is counted by its index alone, however long the documents', async (_, where) => {
  const build = await store.begin(THINGS);
  for (const step of stepsOfCount(tableNames(build).documents, where)) expect(step).toMatch(/USING COVERING INDEX/);
});

test('what was deleted is counted nowhere', async () => {
  const table = store.table<Thing>(THINGS, await store.begin(THINGS));
  await writeAt(table, [put(1, { id: 'a', org: 'o1', title: 'x' }), put(2, { id: 'b', org: 'o1', title: 'y' })], at(2));
  await table.load(['a']);
  await writeAt(table, [{ id: 'a', position: at(3) }], at(3));
  const asked: readonly (readonly Condition[])[] = [
    [],
    [inOrg],
    [{ field: 'org', in: ['o1'] }],
    [{ field: 'title', notIn: ['z'] }],
    [{ field: 'id', in: ['a', 'b'] }],
    [{ field: 'org', absent: false }],
    [{ field: 'size', absent: true }],
    [{ field: 'size', below: 3, orAbsent: true }],
  ];
  for (const where of asked) expect(await table.count(where)).toBe(1);
});
