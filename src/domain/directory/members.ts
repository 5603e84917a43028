import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { addMember, removeMember } from './decide';
import type { IdpGroupEvent } from './events';
import type { IdpGroupState } from './state';

/** Facts of one append; a store takes no more bytes at once than these make. */
const MOST_AT_ONCE = 1000;

/** Who is to come into a group and who is to leave it. `only`: whoever is not to come leaves. */
export interface MembersChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly only?: true;
}

/** Those who would come and those who would leave, as the group stands. */
export const membersMoving = (
  { members }: Pick<IdpGroupState, 'members'>,
  { add, remove, only }: MembersChange,
): { readonly coming: readonly string[]; readonly leaving: readonly string[] } => {
  const wanted = new Set(add);
  const leaving = only === true ? [...members].filter((id) => !wanted.has(id)) : [...new Set(remove)];
  return {
    coming: [...wanted].filter((id) => !members.has(id)),
    leaving: leaving.filter((id) => members.has(id)),
  };
};

/** All of it in one append, or none. */
export const changeMembers = (
  state: IdpGroupState,
  idpGroupId: string,
  change: MembersChange,
): readonly IdpGroupEvent[] | Refusal => {
  const { coming, leaving } = membersMoving(state, change);
  if (coming.length + leaving.length > MOST_AT_ONCE) {
    return refuse('VALIDATION_FAILED', `At most ${MOST_AT_ONCE} members come or go in one request. Send several.`);
  }
  const events: IdpGroupEvent[] = [];
  for (const decided of [
    ...leaving.map((id) => removeMember(state, idpGroupId, id)),
    ...coming.map((id) => addMember(state, idpGroupId, id)),
  ]) {
    if (isRefusal(decided)) return decided;
    events.push(...decided);
  }
  return events;
};
