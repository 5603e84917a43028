import type { StateCodec } from './fold';
import { IdSet } from './id-set';

interface WithMembers {
  readonly members: IdSet;
}

type Stored<S extends WithMembers> = Omit<S, 'members'> & { readonly members: readonly string[] };

/** Of a state that is plain but for its members. */
export const membersCodec = <S extends WithMembers>(): StateCodec<S> => ({
  write: (state) => ({ ...state, members: [...state.members] }),
  read: (stored: Stored<S>) => ({ ...stored, members: IdSet.of(stored.members) }) as unknown as S,
});
