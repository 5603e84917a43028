import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECTIONS } from '../../../../projections/catalog';
import { dateOf, membersFromBson, membersToBson } from './bson-value';
import { nameOf, storedName } from './member-name';

const SNAPSHOTS = join(__dirname, '../../../../test/golden/projections');

interface Step {
  /** Null where a fact deletes one. */
  readonly documents: Readonly<Record<string, object | null>>;
}

/** Every document that the snapshots of a read model hold. */
const documentsOf = (name: string): readonly object[] => {
  const file = readdirSync(SNAPSHOTS).find((each) => each.startsWith(`${name}@`)) ?? '';
  const [, ...steps] = readFileSync(join(SNAPSHOTS, file), 'utf8').trim().split('\n');
  const documents = steps.flatMap((line) => Object.values((JSON.parse(line) as Step).documents));
  return documents.filter((document) => document !== null);
};

/** Times that are left as text, by the name of their member. */
const timesIn = (value: unknown, name: string): readonly string[] => {
  if (typeof value === 'string') return dateOf(value) === undefined ? [] : [name];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([each, member]) => timesIn(member, Array.isArray(value) ? name : each));
};

describe.each(PROJECTIONS.map(({ schema }) => [schema.name, schema.fields] as const))('of %s', (name, fields) => {
  it('every time is a date, and everything comes back', () => {
    for (const document of documentsOf(name)) {
      const stored = membersToBson(document, fields);
      expect(timesIn(stored, '')).toEqual([]);
      expect(membersFromBson(stored)).toEqual(document);
    }
  });
});

it.each([
  '2026-02-30T00:00:00.000Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.0000Z',
  '-000001-01-01T00:00:00.000Z',
])('leaves %s the text it is', (text) => {
  expect(membersToBson({ createdAt: text, time: text })).toEqual({ createdAt: text, time: text });
});

it('goes by what the schema says of a field, whatever it is called', () => {
  const time = '2026-01-01T00:00:00.000Z';
  expect(membersToBson({ title: time, createdAt: time, day: time }, { createdAt: 'text', day: 'time' })).toEqual({
    title: time,
    createdAt: time,
    day: new Date(time),
  });
});

it('gives each name one of its own, and the name back', () => {
  const names = ['', '%', 'a', 'a.b', 'a%2eb', '%2e', '$a', '_a', 'a_b', '__proto__', 'constructor', 'toBSON', '%63'];
  const stored = names.map(storedName);
  expect(new Set(stored).size).toBe(names.length);
  expect(stored.map(nameOf)).toEqual(names);
  expect(stored.filter((each) => /[.$\0]|^_/.test(each) || Object.hasOwn(Object.prototype, each))).toEqual([]);
  expect(storedName('a_b')).toBe('a_b');
});
