import fc from 'fast-check';
import type { BuildTable } from '../../src/kernel/read-store';
import { at, thing, writeAt, type Thing } from './things';

/** Names that a store, its driver or JavaScript could take for something else. */
const ODD_NAMES = ['', '.', 'a.b', '.a', '$', '$set', '$id', '$ref', 'a$b', '_id', '_position', '_deleted', '_words'];
const ODDER_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  '_bsontype',
  'toBSON',
  '%',
  '%24',
  '%%',
  'a%2',
  '0',
  'é😀',
  'valueOf',
];
const TIMES = ['2026-11-29T18:00:00.000Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
const NEARLY_TIMES = ['2026-11-29T18:00:00Z', '2026-11-29T18:00:00.0001Z', '2026-02-30T00:00:00.000Z', '2026-11-29'];

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...TIMES, ...NEARLY_TIMES));
const names = fc.oneof(
  fc.constantFrom(...ODD_NAMES, ...ODDER_NAMES),
  fc.constantFrom('createdAt', 'expiresAt', 'time', 'since', 'from', 'reason'),
  fc.string({ unit: 'grapheme' }),
);
const long = fc.constantFrom(2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
const leaf = fc.oneof(text, fc.boolean(), fc.maxSafeInteger(), long, fc.constant(null));

const objectOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc.array(fc.tuple(names, value), { maxLength: 5 }).map((members) => Object.fromEntries(members));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    objectOf(tie('value')),
  ),
}));

const nested = (levels: number): object =>
  Array.from({ length: levels }).reduce<object>((inside, _, n) => (n % 2 === 0 ? { a: inside } : [inside]), {});

/** What a keeper of read models gives back is what it was given, whatever a document holds. */
export function documentsContract(under: () => BuildTable<Thing>): void {
  describe('what a document holds', () => {
    let n = 0;
    /** What it is worth as JSON, which keeps every member whatever its name; read in each of the ways there are. */
    const expectBack = async (members: object) => {
      const table = under();
      n += 1;
      const document = { ...thing('a'), more: members } as Thing;
      await writeAt(table, [{ id: 'a', position: at(n), document }], at(n));
      const loaded = (await table.load(['a'])).get('a')?.document;
      const [found] = await table.find({ limit: 1 });
      for (const each of [await table.get('a'), found, loaded]) {
        expect(sorted(each)).toBe(sorted(document));
      }
    };

    it('comes back as it was', () => fc.assert(fc.asyncProperty(objectOf(value), expectBack), { numRuns: 150 }));

    it.each([...ODD_NAMES, ...ODDER_NAMES])('comes back with a member called %j', (name) =>
      expectBack(Object.fromEntries([[name, Object.fromEntries([[name, [{ a: 1 }, {}, []]]])]])),
    );

    it('comes back from as deep as a request can nest it, and from deeper', () => expectBack(nested(60)));

    it('may have unusual members at its top as well', async () => {
      const table = under();
      const members = [...ODD_NAMES, ...ODDER_NAMES].map((name) => [name, name] as const);
      const document = Object.fromEntries([...members, ...Object.entries(thing('b'))]) as unknown as Thing;
      await writeAt(table, [{ id: 'b', position: at(1), document }], at(1));
      expect(sorted(await table.get('b'))).toBe(sorted(document));
    });

    it('keeps empty lists and objects', () => expectBack({ list: [], object: {}, lists: [[], [[]]], text: '' }));
  });
}

/** With members in the order of their names, which is not what is asked here. */
const sorted = (document: unknown): string =>
  JSON.stringify(document, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.entries(each)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, member]) => [name, member])
      : each,
  );
