import type { PageRequest } from '../../kernel/page';
import type { Condition, FindOptions } from '../../kernel/read-model';
import { filterConditions } from './filter-conditions';
import type { FoundIdentity, IdentityFilter } from './identity-filter';
import type { IdentitySearch } from './identity-search';
import { mayCheckOut } from './may-check-out';
import { whereItMayBe } from './where-it-may-be';

/** So many are judged beside each other. */
const WIDTH = 50;

type Find<D> = (page: PageRequest) => Promise<readonly D[]>;

/** The first of several lists, each sorted by id and none with what another has. */
const firstOf = (limit: number, lists: readonly (readonly FoundIdentity[])[]): readonly FoundIdentity[] =>
  lists
    .flat()
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit);

const judged = async <D extends FoundIdentity>(search: IdentitySearch, found: readonly D[]): Promise<readonly D[]> => {
  const kept: D[] = [];
  for (let from = 0; from < found.length; from += WIDTH) {
    const some = found.slice(from, from + WIDTH);
    const may = await Promise.all(some.map((each) => mayCheckOut(search, each)));
    kept.push(...some.filter((_, index) => may[index]));
  }
  return kept;
};

/** What is not to be told is made up for by what comes behind it, so that a page is full as long as there is more. */
const filledUp = async <D extends FoundIdentity>(
  search: IdentitySearch,
  find: Find<D>,
  { limit, after: first }: PageRequest,
): Promise<readonly D[]> => {
  const kept: D[] = [];
  for (let after = first; ;) {
    const found = await find({ limit, ...(after === undefined ? {} : { after }) });
    kept.push(...(await judged(search, found)));
    const last = found.at(-1);
    if (kept.length >= limit || found.length < limit || last === undefined) return kept.slice(0, limit);
    after = { value: last.id, id: last.id };
  }
};

/**
 * The documents of identities that fit a filter, within `scope`, sorted by id; as many as `page` asks for when there are as many.
 * Lists and bulk commands ask this, so that they mean the same by the same words.
 */
export const findIdentities = async <D extends FoundIdentity>(
  search: IdentitySearch,
  filter: IdentityFilter,
  scope: readonly Condition[],
  page: PageRequest,
): Promise<readonly D[]> => {
  const identities = search.models.readModel<D>('identities');
  const conditions = [...scope, ...(await filterConditions(search.models, filter, search.now))];
  const word = filter.q === undefined ? {} : { word: filter.q };
  const find = (where: readonly Condition[], asked: PageRequest): Promise<readonly D[]> => {
    const options: FindOptions = { where: [...conditions, ...where], ...word, ...asked };
    return identities.find(options);
  };
  if (filter.mayCheckOut === undefined) return find([], page);
  const places = await whereItMayBe(search);
  const anywhere: Find<D> = async (asked) => {
    const lists = await Promise.all(places.map((where) => find(where, asked)));
    return firstOf(asked.limit, lists) as readonly D[];
  };
  return filledUp(search, anywhere, page);
};
