import type { FindOptions } from '../../src/kernel/read-model';
import type { BuildTable } from '../../src/kernel/read-store';
import { at, inOrg, put, thing, writeAt, type Thing } from './things';

interface ModelUnderTest {
  readonly table: BuildTable<Thing>;
  write(...documents: readonly Thing[]): Promise<void>;
  ids(options: Partial<FindOptions>): Promise<readonly string[]>;
}

/** How every keeper of read models finds documents by the words in them. */
export function wordSearchContract(under: () => ModelUnderTest): void {
  const write = (...documents: readonly Thing[]) => under().write(...documents);
  const ids = (options: Partial<FindOptions>) => under().ids(options);

  describe('searching words', () => {
    it('finds any word by its beginning, in whatever case and form', async () => {
      await write(
        thing('a', { title: 'Production Database-02' }),
        thing('b', { title: 'ＤＡＴＡ ÉTÉ' }),
        thing('c', { title: 'metadata' }),
      );
      const find = (word: string) => ids({ where: inOrg('o1'), word });
      expect(await find('data')).toEqual(['a', 'b']);
      expect(await find('DATABASE')).toEqual(['a']);
      expect(await find('02')).toEqual(['a']);
      expect(await find('été')).toEqual(['b']);
      expect(await find('base')).toEqual([]);
      expect(await find('%')).toEqual([]);
      expect(await find('')).toEqual([]);
    });

    it('of several words wants each, whole or begun, in whatever order', async () => {
      await write(
        thing('a', { title: 'prod-db primary' }),
        thing('b', { title: 'prod-db replica' }),
        thing('c', { title: 'production web' }),
      );
      const find = (word: string) => ids({ where: inOrg('o1'), word });
      expect(await find('prod-db')).toEqual(['a', 'b']);
      expect(await find('rep prod')).toEqual(['b']);
      expect(await find('prod production')).toEqual(['c']);
      expect(await find('prod prod')).toEqual(['a', 'b', 'c']);
      expect(await find('prod nothing')).toEqual([]);
    });

    it('looks within the places asked for, and everywhere when none is', async () => {
      await write(
        thing('a', { title: 'x' }),
        thing('b', { org: 'o2', title: 'x' }),
        thing('c', { org: 'o3', title: 'x' }),
      );
      expect(await ids({ where: inOrg('o1', 'o3'), word: 'x' })).toEqual(['a', 'c']);
      expect(await ids({ where: [{ field: 'org', is: 'o2' }], word: 'x' })).toEqual(['b']);
      expect(await ids({ word: 'x' })).toEqual(['a', 'b', 'c']);
    });

    it('follows a document whose words, or whose place, changed', async () => {
      await write(thing('a', { title: 'old same' }));
      await writeAt(under().table, [put(8, thing('a', { title: 'new same', org: 'o2' }))], at(8));
      expect(await ids({ where: inOrg('o2'), word: 'same' })).toEqual(['a']);
      expect(await ids({ where: inOrg('o2'), word: 'new' })).toEqual(['a']);
      expect(await ids({ where: inOrg('o1', 'o2'), word: 'old' })).toEqual([]);
      expect(await ids({ where: inOrg('o1'), word: 'same' })).toEqual([]);
    });

    it('fills a page whether the word is rare or common, and wherever its documents stand', async () => {
      const many = Array.from({ length: 6000 }, (_, n) =>
        thing(at(n), {
          title: `all ${n < 3000 ? 'early' : 'late'} ${n % 100 === 0 ? 'rare' : ''}`,
          size: n % 2 === 0 ? 1 : 6000 - n,
        }),
      );
      await write(...many);
      const half = at(3000);
      for (const word of ['all', 'early', 'late', 'rare', 'all late', 'late rare', 'early late']) {
        for (const by of ['id', 'size'] as const) {
          const expected = many
            .filter(
              (each) =>
                word.split(' ').every((one) => each.title.includes(one)) &&
                (by === 'size' ? each.size !== 1 : each.id > half),
            )
            .toSorted((a, b) => (by === 'id' ? (a.id < b.id ? -1 : 1) : (a.size ?? 0) - (b.size ?? 0)))
            .map(({ id }) => id);
          const page = await ids({
            where: [...inOrg('o1'), ...(by === 'size' ? [{ field: 'size', above: 1 }] : [])],
            word,
            order: { by },
            limit: 50,
            ...(by === 'id' ? { after: { value: half, id: half } } : {}),
          });
          expect(page).toEqual(expected.slice(0, 50));
        }
      }
    });
  });
}
