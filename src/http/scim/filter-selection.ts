import type { Filter } from 'scim2-parse-filter';
import { entryOf } from '../../kernel/entry-of';
import type { Condition } from '../../kernel/read-model';
import { attributePath } from './filter-tree';

/** Attributes that an index answers, in lower case: the field, and how a value is looked up in it. */
export type Indexed = Readonly<Record<string, { readonly field: string; key(value: string): string }>>;

/** The parts of a filter that all must hold. */
const conjuncts = (filter: Filter): readonly Filter[] =>
  filter.op === 'and' ? filter.filters.flatMap(conjuncts) : [filter];

/** What `eq` at the top asks of an attribute, by its name. */
const equalities = (filter: Filter): readonly (readonly [string, string])[] =>
  conjuncts(filter).flatMap((each) =>
    each.op === 'eq' && typeof each.compValue === 'string'
      ? [[attributePath(each.attrPath).join('.'), each.compValue] as const]
      : [],
  );

/** Conditions that narrow what has to be looked at; the filter itself still decides. */
export const indexConditions = (filter: Filter, indexed: Indexed): readonly Condition[] =>
  equalities(filter).flatMap(([name, value]) => {
    const index = entryOf(indexed, name);
    return index === undefined ? [] : [{ field: index.field, is: index.key(value) }];
  });

/** Whether nothing is left to look at once the index has answered. */
export const isAnsweredByIndex = (filter: Filter, indexed: Indexed): boolean =>
  conjuncts(filter).length === indexConditions(filter, indexed).length;

/** Somebody who must be in the group, where the filter says so. */
export const wantedMember = (filter: Filter): string | undefined => {
  const direct = equalities(filter).find(([name]) => name === 'members' || name === 'members.value')?.[1];
  if (direct !== undefined) return direct;
  for (const each of conjuncts(filter)) {
    if (each.op !== '[]' || attributePath(each.attrPath)[0] !== 'members') continue;
    const found = equalities(each.valFilter).find(([name]) => name === 'value')?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Whether a filter says anything of who is in a group. */
export const namesMembers = (filter: Filter): boolean => {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.some(namesMembers);
    case 'not':
      return namesMembers(filter.filter);
    default:
      return attributePath(filter.attrPath)[0] === 'members';
  }
};
