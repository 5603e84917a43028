import type { IdentityEvent } from '../events';
import { isVersionNamed } from '../needed-versions';
import type { IdentityState } from '../state';
import { subjectOf } from './rotation';

/** The log has lost the facts of this version: its hosts may have been set to it in that time. */
export const orphanValue = (
  state: IdentityState,
  identityId: string,
  version: number,
  now: string,
): readonly IdentityEvent[] =>
  state.status === 'none' || isVersionNamed(state, version)
    ? []
    : [
        {
          type: 'keyledger.identity-value-orphaned.v1',
          data: { ...subjectOf(state, identityId), version, foundAt: now },
        },
      ];
