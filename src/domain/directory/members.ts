import { isRefusal, type Refusal } from '../../kernel/refusal';
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

/** Those who come and those who leave, each once. */
export interface MembersMoving {
  readonly coming: readonly string[];
  readonly leaving: readonly string[];
}

/** Those who would come and those who would leave, as the group stands. */
export const membersMoving = (
  { members }: Pick<IdpGroupState, 'members'>,
  { add, remove, only }: MembersChange,
): MembersMoving => {
  const wanted = new Set(add);
  const leaving = only === true ? [...members].filter((id) => !wanted.has(id)) : [...new Set(remove)];
  return {
    coming: [...wanted].filter((id) => !members.has(id)),
    leaving: leaving.filter((id) => members.has(id)),
  };
};

/**
 * Those of them who move in one append: all, as far as a store takes them; whoever is to leave loses rights, and goes first.
 * `mostComing`: no more come in it.
 */
export const movingAtOnce = ({ coming, leaving }: MembersMoving, mostComing = MOST_AT_ONCE): MembersMoving => {
  const first = leaving.slice(0, MOST_AT_ONCE);
  return { leaving: first, coming: coming.slice(0, Math.min(mostComing, MOST_AT_ONCE - first.length)) };
};

export const countMoving = ({ coming, leaving }: MembersMoving): number => coming.length + leaving.length;

export const moveMembers = (
  state: IdpGroupState,
  idpGroupId: string,
  { coming, leaving }: MembersMoving,
): readonly IdpGroupEvent[] | Refusal => {
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
