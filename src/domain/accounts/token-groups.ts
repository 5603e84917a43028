import { entryOf } from '../../kernel/entry-of';
import { sameJson } from '../../kernel/facts/same-json';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { AccountEvent, NamedByToken } from './events';
import type { AccountState } from './state';

/** Every request with such a token looks through them. */
const MOST_GROUPS = 500;

/** Says by which names tokens put their bearers into an IDP group. */
export const listTokens = (
  { namedByTokens }: Pick<AccountState, 'namedByTokens'>,
  idpGroupId: string,
  asked: readonly NamedByToken[],
): readonly AccountEvent[] | Refusal => {
  const namedBy = asked.filter((each, n) => asked.findIndex((other) => sameJson(other, each)) === n);
  const present = entryOf(namedByTokens, idpGroupId) ?? [];
  if (sameJson(namedBy, present)) return [];
  if (present.length === 0 && Object.keys(namedByTokens).length >= MOST_GROUPS) {
    return refuse(
      'CONFLICT',
      `At most ${MOST_GROUPS} IDP groups are named by tokens. Take the names from one that needs none.`,
    );
  }
  return [{ type: 'keyledger.idp-group-tokens-listed.v1', data: { idpGroupId, namedBy } }];
};

/** What is seen of the names of a group, as a number: 0 while there are none, another one after each change. */
export const tokenNamesRevision = (
  { namedByTokens, tokenNameChanges }: Pick<AccountState, 'namedByTokens' | 'tokenNameChanges'>,
  idpGroupId: string,
): number => (entryOf(namedByTokens, idpGroupId) === undefined ? 0 : (entryOf(tokenNameChanges, idpGroupId) ?? 0));

/** The IDP groups that the names in a token of an issuer mean. */
export const groupsNamedBy = (
  { namedByTokens }: Pick<AccountState, 'namedByTokens'>,
  issuer: string,
  names: readonly string[],
): readonly string[] =>
  Object.entries(namedByTokens).flatMap(([idpGroupId, namedBy]) =>
    namedBy.some((each) => each.issuer === issuer && names.includes(each.name)) ? [idpGroupId] : [],
  );
