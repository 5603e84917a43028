import { liesIn } from '../../src/kernel/facts/fact-reader';
import { ourStream } from '../../src/kernel/facts/our-streams';
import { DAMAGE_SETTLED, isDamageSettled, type DamageSettled } from '../../src/kernel/facts/settled';
import type { SettledLossRule, Projector } from '../../src/kernel/projector';
import type { Versioned } from '../../src/kernel/read-model';
import type { BuildTable } from '../../src/kernel/read-store';
import type { RecordedEvent } from '../../src/kernel/recorded-event';

const PAGE = 500;

/** Wire names a filling asks for. */
export const wantedTypes = ({ types }: Pick<Projector<never>, 'types'>): readonly string[] | undefined =>
  types === undefined ? undefined : [...new Set([...types, DAMAGE_SETTLED])];

/** Does it tell that damage was settled in a stream whose facts this model takes? */
export const concerns = <D>({ types, losses = [], keepsWhatIsLost }: Projector<D>, event: RecordedEvent): boolean => {
  if (!isDamageSettled(event) || keepsWhatIsLost === true) return false;
  const category = ourStream(event.data.stream)?.category ?? '';
  return types?.some((type) => liesIn(type, category)) !== false || losses.some((loss) => loss.category === category);
};

const pagesOf = async function* <D>(
  table: Pick<BuildTable<D>, 'find'>,
  loss: SettledLossRule<D>,
  id: string,
): AsyncIterable<readonly (D & { readonly id: string })[]> {
  for (let last: string | undefined; ;) {
    const after = last === undefined ? {} : { after: { value: last, id: last } };
    const page = (await table.find({ where: loss.where(id), limit: PAGE, ...after })) as (D & { id: string })[];
    if (page.length > 0) yield page;
    last = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
};

/** What the settling of a loss takes from the documents there are, a page at a time. Nothing where nothing is lost. */
export const takenBy = async function* <D>(
  { losses = [] }: Projector<D>,
  table: Pick<BuildTable<D>, 'find'>,
  { data: { stream, lostUpTo }, position, metadata }: DamageSettled,
): AsyncIterable<readonly Versioned<D>[]> {
  const { category = '', id = '' } = ourStream(stream) ?? {};
  if (lostUpTo === undefined) return;
  for (const loss of losses.filter((each) => each.category === category)) {
    for await (const page of pagesOf(table, loss, id)) {
      const changes = page.flatMap((document): readonly Versioned<D>[] => {
        const left = loss.left(document, metadata.time, id);
        if (left === document) return [];
        return [left === undefined ? { id: document.id, position } : { id: document.id, position, document: left }];
      });
      if (changes.length > 0) yield changes;
    }
  }
};

/** A batch in the pieces between which damage was settled, each with the fact that ends it. */
export const betweenSettlings = <D>(
  projector: Projector<D>,
  events: readonly RecordedEvent[],
): readonly { readonly events: readonly RecordedEvent[]; readonly settled?: DamageSettled }[] => {
  const pieces: { events: readonly RecordedEvent[]; settled?: DamageSettled }[] = [];
  let from = 0;
  const isOwn = projector.types === undefined || projector.types.includes(DAMAGE_SETTLED);
  events.forEach((event, at) => {
    if (!isDamageSettled(event)) return;
    pieces.push({ events: events.slice(from, isOwn ? at + 1 : at), settled: event });
    from = at + 1;
  });
  return [...pieces, { events: events.slice(from) }];
};
