import { entryOf } from '../../kernel/entry-of';
import { addOwnerSignIn, clearOwnerOfSupport, makeOwner, resumeOwner } from './decide';
import type { AccountEvent, OwnerRecovered } from './events';
import type { AccountState } from './state';

export interface Recovery {
  /** Who is recovered, by whose tokens from now on, when and why. */
  readonly recovered: OwnerRecovered['data'];
  /** Something about the user changes too: what keeps an owner out need not stand in the account. */
  readonly changesUser: boolean;
  /** The user has no sign-in afterwards: until the first one nobody else may be unmade in reliance on this owner. */
  readonly withoutSignIn: boolean;
}

const lost = (state: AccountState, userId: string): readonly AccountEvent[] =>
  entryOf(state.owners, userId)?.lostSignIns === true
    ? []
    : [{ type: 'keyledger.owner-sign-ins-removed.v1', data: { userId } }];

const changesTo = (
  state: AccountState,
  { recovered: { userId, email = '' }, withoutSignIn }: Recovery,
): readonly AccountEvent[] => {
  if (entryOf(state.owners, userId) === undefined) {
    return makeOwner(state, { userId, email, active: true, support: false, lostSignIns: withoutSignIn });
  }
  return [
    ...resumeOwner(state, userId),
    ...clearOwnerOfSupport(state, userId),
    ...(withoutSignIn ? lost(state, userId) : addOwnerSignIn(state, userId)),
  ];
};

/** Somebody becomes an owner who may act, whatever stood in the way, and the account says how. Nothing where nothing did. */
export const decideRecoverOwner = (state: AccountState, recovery: Recovery): readonly AccountEvent[] => {
  const changes = changesTo(state, recovery);
  return changes.length === 0 && !recovery.changesUser
    ? []
    : [...changes, { type: 'keyledger.owner-recovered.v1', data: recovery.recovered }];
};
