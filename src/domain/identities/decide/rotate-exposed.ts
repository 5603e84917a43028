import { knowsInForce } from '../../../kernel/in-force';
import type { ExposureOutcome } from '../../exposures/events';
import type { IdentityEvent } from '../events';
import { knownValues } from '../known-values';
import type { IdentityState } from '../state';
import { afterUse, endWhatIsOver } from './end-session';
import { valueLost, type RotationStart } from './rotation';

/** What comes of an identity whose value somebody was shown who is to know it no longer. */
export interface RotatedExposed {
  readonly events: readonly IdentityEvent[];
  readonly outcome: ExposureOutcome;
  readonly code?: string;
  readonly detail?: string;
}

const outcomeOf = (state: IdentityState, events: readonly IdentityEvent[]): ExposureOutcome | undefined => {
  const types = events.map(({ type }) => type);
  if (types.includes('keyledger.rotation-requested.v1')) return 'requested';
  if (types.includes('keyledger.rotation-owed.v1')) return state.rotation === undefined ? 'owed' : 'under_way';
  if (state.rotation !== undefined) return 'under_way';
  return state.owed === undefined ? undefined : 'owed';
};

/**
 * Changes a value because somebody was shown it: now, or where it is held, at the end of the open sessions. What is on its way
 * already is enough, unless the user was shown that too. Nothing is changed that is in force no longer.
 */
export const rotateExposed = (
  found: IdentityState,
  identityId: string,
  shown: readonly number[],
  moment: RotationStart,
): RotatedExposed => {
  if (found.status === 'deleted') {
    const detail = 'The identity is deleted: bring it back to change its value, or change it on the target by hand.';
    return { events: [], outcome: 'refused', code: 'NOT_FOUND', detail };
  }
  const { events, state } = endWhatIsOver(found, identityId, moment);
  if (state.status === 'none' || state.status === 'destroyed' || !knowsInForce(knownValues(state), shown)) {
    return { events, outcome: 'not_in_force' };
  }
  const use = { version: state.credentialVersion, alternatives: shown, breakGlass: false };
  const asked = afterUse(state, identityId, use, 'exposure', moment);
  const outcome = outcomeOf(state, asked);
  const { code, detail } = valueLost();
  const all = [...events, ...asked];
  return outcome === undefined ? { events: all, outcome: 'refused', code, detail } : { events: all, outcome };
};
