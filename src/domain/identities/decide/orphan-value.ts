import type { IdentityEvent } from '../events';
import { isVersionNamed } from '../needed-versions';
import type { IdentityState } from '../state';
import { isWithheld } from '../withheld';
import { subjectOf } from './rotation';

/** Is there a host that may have been set to it, or a number to be left free? Told of one that changes neither, it would be told again. */
const isNews = (state: IdentityState, version: number): boolean =>
  version > state.highestVersion || state.settings.hostIds.some((hostId) => !isWithheld(state, hostId, version));

/** The log has lost the facts of this version: its hosts may have been set to it in that time. */
export const orphanValue = (
  state: IdentityState,
  identityId: string,
  version: number,
  now: string,
): readonly IdentityEvent[] =>
  state.status === 'none' || isVersionNamed(state, version) || !isNews(state, version)
    ? []
    : [
        {
          type: 'keyledger.identity-value-orphaned.v1',
          data: { ...subjectOf(state, identityId), version, foundAt: now },
        },
      ];
