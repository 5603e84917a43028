import type { FindOptions } from '../../src/kernel/read-model';
import type { BuildTable, ModelBuild, ReadStore } from '../../src/kernel/read-store';
import { MarkMoved } from '../../src/kernel/subscription/mark-moved';
import { markAtPosition, ORIGIN } from '../../src/kernel/subscription/mark';
import { markAt } from './mark-at';
import { documentsContract } from './documents.contract';
import { at, inOrg, put, thing, writeAt, THINGS, type Thing } from './things';
import { wordSearchContract } from './word-search.contract';

/** A store that can be closed and opened again on the same data. */
export interface ReadStoreUnderTest {
  readonly store: ReadStore;
  reopen(): Promise<ReadStoreUnderTest>;
  close(): Promise<void>;
}

/** What every keeper of read models does, the embedded one included. */
export function readStoreContract(name: string, open: () => Promise<ReadStoreUnderTest>): void {
  describe(`read store contract: ${name}`, () => {
    let under: ReadStoreUnderTest;
    let store: ReadStore;
    let build: ModelBuild;
    let table: BuildTable<Thing>;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
      build = await store.begin(THINGS);
      table = store.table<Thing>(THINGS, build);
    });
    afterEach(() => under.close());

    const write = (...documents: readonly Thing[]) =>
      writeAt(
        table,
        documents.map((document, n) => put(n + 1, document)),
        at(documents.length),
      );
    const ids = async (options: Partial<FindOptions>) =>
      (await table.find({ limit: 100, ...options })).map(({ id }) => id);

    describe('builds', () => {
      it('begins each inactive, one generation after the other', async () => {
        const second = await store.begin(THINGS);
        const newer = await store.begin({ ...THINGS, version: 2 });
        expect(await store.builds('things')).toEqual([build, second, newer]);
        expect([build, second, newer].map(({ version, generation }) => [version, generation])).toEqual([
          [1, build.generation],
          [1, build.generation + 1],
          [2, newer.generation],
        ]);
        expect([build, second, newer].some(({ active }) => active)).toBe(false);
      });

      it('activates one, discards what is older, and leaves what is newer', async () => {
        await store.activate(build);
        const second = await store.begin(THINGS);
        const newer = await store.begin({ ...THINGS, version: 2 });
        await store.activate(second);
        expect(await store.builds('things')).toEqual([{ ...second, active: true }, newer]);
      });

      it('knows nothing of a discarded one, and nothing of another model', async () => {
        await store.discard(build);
        expect(await store.builds('things')).toEqual([]);
        expect(await store.builds('others')).toEqual([]);
      });

      it('never answers from a discarded one as if it had been empty', async () => {
        const another = await store.begin(THINGS);
        const kept = store.table<Thing>(THINGS, another);
        await writeAt(kept, [put(1, thing('a'))], at(1));
        await store.discard(another);
        for (const { name, ask, whole } of [
          { name: 'get', ask: () => kept.get('a'), whole: thing('a') },
          { name: 'find', ask: () => kept.find({ limit: 9 }), whole: [thing('a')] },
          { name: 'count', ask: () => kept.count([]), whole: 1 },
        ]) {
          const answer = await ask().catch(() => whole);
          expect({ name, answer }).toEqual({ name, answer: whole });
        }
      });

      it('keeps the documents of builds apart', async () => {
        const second = store.table<Thing>(THINGS, await store.begin(THINGS));
        await write(thing('a'));
        expect(await second.get('a')).toBeUndefined();
        expect(await second.checkpoint()).toEqual(ORIGIN);
      });

      it('keeps builds, documents and checkpoints through a restart', async () => {
        await store.activate(build);
        await write(thing('a', { tags: ['x'] }));
        under = await under.reopen();
        expect(await under.store.builds('things')).toEqual([{ ...build, active: true }]);
        const again = under.store.table<Thing>(THINGS, build);
        expect(await again.get('a')).toEqual(thing('a', { tags: ['x'] }));
        expect(await again.checkpoint()).toEqual(markAtPosition(at(1)));
      });

      it('belongs to the first log it is told, for ever', async () => {
        expect(await store.belongsTo('log1')).toBe(true);
        under = await under.reopen();
        expect(await under.store.belongsTo('log1')).toBe(true);
        expect(await under.store.belongsTo('log2')).toBe(false);
      });
    });

    describe('writing', () => {
      it('replaces a document by a newer one only', async () => {
        await writeAt(table, [put(5, thing('a', { title: 'five' }))], at(5));
        await writeAt(table, [put(4, thing('a', { title: 'four' }))], at(6));
        await writeAt(table, [put(5, thing('a', { title: 'other' }))], at(6));
        expect((await table.get('a'))?.title).toBe('five');
        await writeAt(table, [put(6, thing('a', { title: 'six' }))], at(6));
        expect((await table.get('a'))?.title).toBe('six');
      });

      it('remembers what was deleted, so that nothing older brings it back', async () => {
        await write(thing('a'));
        await writeAt(table, [{ id: 'a', position: at(7) }], at(7));
        await writeAt(table, [put(6, thing('a'))], at(7));
        expect(await table.get('a')).toBeUndefined();
        expect(await ids({})).toEqual([]);
        expect(await ids({ where: inOrg('o1'), word: 'a' })).toEqual([]);
        expect(await table.load(['a', 'b'])).toEqual(new Map([['a', { id: 'a', position: at(7) }]]));
      });

      it('loads many at once, with their positions', async () => {
        const many = Array.from({ length: 1000 }, (_, n) => thing(at(n)));
        await write(...many);
        const loaded = await table.load(many.map(({ id }) => id));
        expect(loaded.size).toBe(1000);
        expect(loaded.get(at(7))).toEqual(put(8, thing(at(7))));
        expect(await table.load([])).toEqual(new Map());
      });

      it('keeps a mark as it was given, with what it rests on', async () => {
        const mark = markAt(9, 'e9');
        await table.write([], mark, ORIGIN);
        expect(await table.checkpoint()).toEqual(mark);
        under = await under.reopen();
        expect(await under.store.table<Thing>(THINGS, build).checkpoint()).toEqual(mark);
      });

      it('puts a checkpoint in the place of the one before and of no other, with or without documents', async () => {
        await table.write([put(3, thing('a'))], markAt(3, 'e3'), ORIGIN);
        for (const before of [ORIGIN, markAt(2, 'e2'), markAt(3, 'another')]) {
          await expect(table.write([], markAt(9, 'e9'), before)).rejects.toThrow(MarkMoved);
        }
        expect(await table.checkpoint()).toEqual(markAt(3, 'e3'));
        await table.write([put(9, thing('a', { title: 'nine' }))], markAt(9, 'e9'), markAt(3, 'e3'));
        expect([await table.checkpoint(), (await table.get('a'))?.title]).toEqual([markAt(9, 'e9'), 'nine']);
      });

      it('moves a checkpoint back where that is wanted: the log may have gone back', async () => {
        await table.write([], markAt(9, 'e9'), ORIGIN);
        await table.write([], markAt(3, 'e3'), markAt(9, 'e9'));
        expect(await table.checkpoint()).toEqual(markAt(3, 'e3'));
      });

      it('lets one of two writers over the same checkpoint win', async () => {
        const other = store.table<Thing>(THINGS, build);
        const both = [table.write([], markAt(1, 'a'), ORIGIN), other.write([], markAt(2, 'b'), ORIGIN)];
        const ended = (await Promise.allSettled(both)).map(({ status }) => status);
        expect(ended.toSorted()).toEqual(['fulfilled', 'rejected']);
      });

      it('writes nothing down for a build that is gone, and says that it is', async () => {
        await table.write([], markAt(1, 'e1'), ORIGIN);
        await store.activate(await store.begin(THINGS));
        await store.discard(build);
        if ((await table.checkpoint()) !== undefined) return; // It goes later, when nobody can still be asking it.
        await expect(table.write([], markAt(2, 'e2'), markAt(1, 'e1'))).rejects.toThrow(MarkMoved);
      });
    });

    describe('finding', () => {
      it('filters by values, sets, ranges and absence', async () => {
        await write(thing('a', { size: 1 }), thing('b', { size: 2, org: 'o2' }), thing('c', { size: 3 }), thing('d'));
        const where = (condition: object) => ids({ where: [condition as never] });
        expect(await where({ field: 'org', is: 'o2' })).toEqual(['b']);
        expect(await where({ field: 'id', in: ['c', 'a', 'x'] })).toEqual(['a', 'c']);
        expect(await where({ field: 'id', in: [] })).toEqual([]);
        expect(await where({ field: 'org', notIn: ['o1', 'x'] })).toEqual(['b']);
        expect(await where({ field: 'size', notIn: [1, 3] })).toEqual(['b', 'd']);
        expect(await where({ field: 'size', notIn: [] })).toEqual(['a', 'b', 'c', 'd']);
        expect(await where({ field: 'id', notIn: ['a', 'd'] })).toEqual(['b', 'c']);
        expect(await where({ field: 'size', above: 1, atMost: 3 })).toEqual(['b', 'c']);
        expect(await where({ field: 'size', atLeast: 1, below: 3 })).toEqual(['a', 'b']);
        expect(await where({ field: 'size', absent: true })).toEqual(['d']);
        expect(await where({ field: 'size', absent: false })).toEqual(['a', 'b', 'c']);
      });

      it.each([
        { what: 'one of several values', by: 'id', where: inOrg('o1', 'o3', 'o1', 'o9') },
        { what: 'one of several values', by: 'size', where: inOrg('o1', 'o3') },
        { what: 'one of several of each', by: 'id', where: [...inOrg('o1', 'o3'), { field: 'title', in: ['x', 'z'] }] },
        { what: 'of what has one the value', by: 'id', where: [{ field: 'title', is: 'x' }, ...inOrg('o1', 'o3')] },
        { what: 'that lies within bounds too', by: 'size', where: [...inOrg('o1', 'o3'), { field: 'size', above: 0 }] },
      ])('lists $what in one order, page by page, both ways, by $by', async ({ by, where }) => {
        const many = Array.from({ length: 24 }, (_, n) =>
          thing(`t${String(n).padStart(2, '0')}`, { org: `o${n % 4}`, title: 'xyz'[n % 3] ?? '', size: (n * 5) % 7 }),
        );
        await write(...many);
        const valueOf = (each: Thing): string | number => (by === 'size' ? (each.size ?? 0) : each.id);
        const wanted = many
          .filter((each) =>
            where.every((one: { field: string; is?: string; in?: readonly string[]; above?: number }) => {
              const value = each[one.field as 'org' | 'title' | 'size'];
              if (one.above !== undefined) return Number(value) > one.above;
              return (one.in ?? [one.is]).includes(String(value));
            }),
          )
          .toSorted((a, b) => (valueOf(a) === valueOf(b) ? 0 : valueOf(a) < valueOf(b) ? -1 : 1));
        for (const descending of [false, true]) {
          const seen: Thing[] = [];
          for (let last: Thing | undefined; ; last = seen.at(-1)) {
            const after = last === undefined ? {} : { after: { value: valueOf(last), id: last.id } };
            const page = await table.find({ where, order: { by, descending }, limit: 2, ...after });
            if (page.length === 0) break;
            seen.push(...page);
          }
          expect(seen).toEqual(descending ? wanted.toReversed() : wanted);
        }
      });

      it('filters by booleans', async () => {
        await write(thing('a', { done: true }), thing('b', { done: false }), thing('c'));
        const where = (condition: object) => ids({ where: [condition as never] });
        expect(await where({ field: 'done', is: true })).toEqual(['a']);
        expect(await where({ field: 'done', is: false })).toEqual(['b']);
        expect(await where({ field: 'done', in: [true, false] })).toEqual(['a', 'b']);
        expect(await where({ field: 'done', notIn: [true] })).toEqual(['b', 'c']);
        expect(await where({ field: 'done', absent: true })).toEqual(['c']);
      });

      it('filters and sorts by times, which are given back as they came', async () => {
        const [early, late] = ['2026-01-02T03:04:05.006Z', '2026-11-29T18:00:00.000Z'] as const;
        await write(thing('a', { madeAt: late }), thing('b', { madeAt: early }), thing('c'));
        const where = (condition: object) => ids({ where: [condition as never] });
        expect(await where({ field: 'madeAt', is: early })).toEqual(['b']);
        expect(await where({ field: 'madeAt', in: [late, early] })).toEqual(['a', 'b']);
        expect(await where({ field: 'madeAt', above: early })).toEqual(['a']);
        expect(await where({ field: 'madeAt', atMost: early })).toEqual(['b']);
        expect(await where({ field: 'madeAt', atMost: early, orAbsent: true })).toEqual(['b', 'c']);
        expect(await where({ field: 'madeAt', absent: true })).toEqual(['c']);
        const order = { by: 'madeAt', descending: true };
        const found = await table.find({ where: [{ field: 'madeAt', absent: false }], order, limit: 9 });
        expect(found.map(({ madeAt }) => madeAt)).toEqual([late, early]);
        expect(await ids({ where: inOrg('o1'), order, after: { value: late, id: 'a' } })).toContain('b');
      });

      it('takes a text that reads like a time as the text it is', async () => {
        const title = '2026-01-02T03:04:05.006Z';
        await write(thing('a', { title }));
        expect(await ids({ where: [{ field: 'title', is: title }] })).toEqual(['a']);
        expect((await table.get('a'))?.title).toBe(title);
      });

      it('leaves out what was deleted, whatever is asked', async () => {
        await write(thing('a'), thing('b'));
        await writeAt(table, [{ id: 'a', position: at(7) }], at(7));
        expect(await ids({ where: [{ field: 'org', notIn: ['x'] }] })).toEqual(['b']);
        expect(await ids({ where: [{ field: 'size', absent: true }] })).toEqual(['b']);
        expect(await ids({ where: [{ field: 'size', below: 1, orAbsent: true }] })).toEqual(['b']);
      });

      it('takes sets of any size', async () => {
        await write(thing('a', { size: 1 }), thing('b', { size: 2 }));
        const many = Array.from({ length: 40_000 }, (_, n) => `none-${n}`);
        expect(await ids({ where: [{ field: 'id', in: [...many, 'b'] }] })).toEqual(['b']);
        expect(await ids({ where: [{ field: 'org', in: [...many, 'o1'] }] })).toEqual(['a', 'b']);
        expect(await ids({ where: [{ field: 'id', notIn: [...many, 'b'] }] })).toEqual(['a']);
        expect(await ids({ where: [{ field: 'size', in: [...many.keys()].slice(2) }] })).toEqual(['b']);
      });

      it('refuses a field that the schema does not name', async () => {
        await expect(ids({ where: [{ field: 'tags', is: 'x' }] })).rejects.toThrow('tags');
        await expect(ids({ order: { by: 'tags' } })).rejects.toThrow('tags');
      });

      it('takes whatever a value holds as a value', async () => {
        const nasty = `'; DROP TABLE x; -- {"$gt": ""}`;
        await write(thing('a', { title: nasty }));
        expect(await ids({ where: [{ field: 'title', is: nasty }] })).toEqual(['a']);
        expect(await ids({ where: inOrg('o1'), word: nasty })).toEqual(['a']);
      });

      it.each([
        [undefined, false],
        ['title', false],
        ['title', true],
        ['size', false],
        ['size', true],
        ['id', true],
      ] as const)(
        'pages by %s, descending: %s, without gap or repetition, with and without a word',
        async (by, down) => {
          const things = Array.from({ length: 23 }, (_, n) =>
            thing(at((n * 7) % 23), { title: `w${n % 3}`, size: n % 4 }),
          );
          await write(...things);
          const key = (each: Thing) => (by === undefined || by === 'id' ? each.id : (each[by] ?? ''));
          const sorted = things
            .toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : 1))
            .map(({ id }) => id);
          for (const word of [{}, { word: 'W' }]) {
            const seen: string[] = [];
            let after: FindOptions['after'];
            for (let last: Thing | undefined = things[0]; last !== undefined;) {
              const order = by === undefined ? {} : { order: { by, descending: down } };
              const found: readonly Thing[] = await table.find({
                where: inOrg('o1'),
                limit: 5,
                ...word,
                ...order,
                ...(after === undefined ? {} : { after }),
              });
              seen.push(...found.map(({ id }) => id));
              last = found.at(-1);
              after = last && { value: key(last), id: last.id };
            }
            expect(seen).toEqual(down ? sorted.toReversed() : sorted);
          }
        },
      );
    });

    documentsContract(() => table);
    wordSearchContract(() => ({ table, write, ids }));
  });
}
