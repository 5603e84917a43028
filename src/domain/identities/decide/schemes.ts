import type { Refusal } from '../../../kernel/refusal';
import type { IdentityEvent } from '../events';
import type { IdentityState } from '../state';
import { subjectOf } from './rotation';
import { blocked } from './versions';

/** The value stands in the store as `v2`: whoever comes second has nothing to tell. */
export const decideUpgrade = (state: IdentityState, identityId: string, version: number): readonly IdentityEvent[] =>
  state.schemes[version] === 'v1' && state.status !== 'destroyed'
    ? [
        {
          type: 'keyledger.material-upgraded.v1',
          data: { ...subjectOf(state, identityId), version, from: 'v1', to: 'v2' },
        },
      ]
    : [];

/** The value in force was stored in plain text where it came from: it may be typed once more, which changes nothing but that. */
export const isToBeSavedAnew = (state: IdentityState): boolean =>
  state.schemes[state.credentialVersion] === 'plaintext';

/**
 * A person typed the value in force: it is the same value under the same number, so what hosts have proved stays, and what waits
 * for another one goes on waiting.
 */
export const saveAnew = (
  state: IdentityState,
  identityId: string,
  { by, typedBy, now }: { readonly by: string; readonly typedBy: string; readonly now: string },
): readonly IdentityEvent[] | Refusal =>
  blocked(state) ?? [
    {
      type: 'keyledger.credential-saved-anew.v1',
      data: { ...subjectOf(state, identityId), version: state.credentialVersion, savedBy: by, savedAt: now, typedBy },
    },
  ];
