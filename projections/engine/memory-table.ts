import type { Condition, FieldValue, FindOptions, Versioned } from '../../src/kernel/read-model';
import { entryOf } from '../../src/kernel/entry-of';

type Value = FieldValue | undefined;

const fits = (value: Value, condition: Condition): boolean => {
  if ('is' in condition) return value === condition.is;
  if ('in' in condition) return value !== undefined && condition.in.includes(value);
  if ('notIn' in condition) return value === undefined || !condition.notIn.includes(value);
  if ('absent' in condition) return (value === undefined) === condition.absent;
  if (value === undefined) return condition.orAbsent === true;
  const { above = value, atLeast = value, below = value, atMost = value } = condition;
  const isWithin = atLeast <= value && value <= atMost;
  return (
    isWithin && (condition.above === undefined || above < value) && (condition.below === undefined || value < below)
  );
};

/** Documents of one model for as long as one question takes; searches no words. */
export class MemoryTable<D> {
  private readonly documents = new Map<string, Versioned<D>>();

  write(changes: readonly Versioned<D>[]): void {
    changes.forEach((change) => this.documents.set(change.id, change));
  }

  async load(ids: readonly string[]): Promise<ReadonlyMap<string, Versioned<D>>> {
    return new Map(
      ids.flatMap((id) => {
        const known = this.documents.get(id);
        return known === undefined ? [] : [[id, known] as const];
      }),
    );
  }

  async find({ where = [], order, after, limit }: FindOptions): Promise<readonly D[]> {
    const { by, descending = false } = order ?? { by: 'id' };
    const keyOf = (document: D): readonly [FieldValue, string] => [valueOf(document, by) ?? '', idOf(document)];
    const isBefore = ([a, b]: readonly [FieldValue, string], [c, d]: readonly [FieldValue, string]) =>
      a === c ? b < d : a < c;
    const found = [...this.documents.values()]
      .flatMap(({ document }) => (document === undefined ? [] : [document]))
      .filter((document) => where.every((condition) => fits(valueOf(document, condition.field), condition)))
      .toSorted((one, other) => (isBefore(keyOf(one), keyOf(other)) === descending ? 1 : -1));
    const from = after && ([after.value, after.id] as const);
    const isNext = (document: D): boolean =>
      from === undefined || (descending ? isBefore(keyOf(document), from) : isBefore(from, keyOf(document)));
    return found.filter(isNext).slice(0, limit);
  }
}

const valueOf = <D>(document: D, field: string): Value => entryOf(document as Readonly<Record<string, Value>>, field);

const idOf = (document: unknown): string => (document as { readonly id: string }).id;
