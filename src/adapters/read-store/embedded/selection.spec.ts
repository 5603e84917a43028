import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { THINGS } from '../../../../test/contract/things';
import type { FindOptions } from '../../../kernel/read-model';
import { EmbeddedReadStore } from './embedded-read-store';
import { openReadFile } from './read-file';
import { selectionOf } from './selection';
import { tableNames } from './table-names';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-selection-'));
const database = openReadFile(join(folder, 'reads.db'));
let table = '';
beforeAll(async () => {
  table = tableNames(await new EmbeddedReadStore(database).begin(THINGS)).documents;
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const stepsOf = (options: Omit<FindOptions, 'limit'>): readonly string[] => {
  const { sql, values } = selectionOf(THINGS, table, { ...options, limit: 50 });
  return database
    .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all([...values])
    .map(({ detail }) => detail);
};

const of = (field: string, ...values: readonly string[]) => ({ field, in: values });
const orgs = of('org', 'o1', 'o2');

describe('the statement for a page of documents', () => {
  it.each<{ what: string; options: Omit<FindOptions, 'limit'>; questions: number }>([
    { what: 'a value of one field', options: { where: [orgs] }, questions: 2 },
    { what: 'values of two fields', options: { where: [orgs, of('title', 'a', 'b', 'c')] }, questions: 6 },
    { what: 'a value of one field of two', options: { where: [{ field: 'title', is: 'a' }, orgs] }, questions: 2 },
    {
      what: 'another field, its own order and bounds',
      options: { where: [orgs, { field: 'size', above: 3 }], order: { by: 'size', descending: true } },
      questions: 2,
    },
    { what: 'what comes after', options: { where: [orgs], after: { value: 'x', id: 'x' } }, questions: 2 },
    {
      what: 'something besides what is narrow already',
      options: { where: [of('title', 'a', 'b'), { field: 'org', is: 'o1' }, { field: 'done', is: true }] },
      questions: 2,
    },
  ])('never sorts for $what: an index holds them in order', ({ options, questions }) => {
    const steps = stepsOf(options);
    expect(steps.filter((step) => step.startsWith('SEARCH d USING INDEX'))).toHaveLength(questions);
    expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
  });

  it.each<{ what: string; options: Omit<FindOptions, 'limit'> }>([
    { what: 'so many combinations', options: { where: [of('org', 'a', 'b', 'c'), of('title', 'a', 'b', 'c')] } },
    { what: 'what lies in no index', options: { where: [of('size', '1', '2'), of('title', 'a', 'b')] } },
    { what: 'an order of no index', options: { where: [orgs], order: { by: 'done' } } },
    { what: 'what a better index may find', options: { where: [orgs, { field: 'done', is: true }] } },
    { what: 'ids, which are looked up', options: { where: [of('id', 'a', 'b'), orgs] } },
  ])('asks once for $what', ({ options }) => {
    expect(stepsOf(options).filter((step) => /^(SEARCH|SCAN) d/.test(step))).toHaveLength(1);
  });
});
