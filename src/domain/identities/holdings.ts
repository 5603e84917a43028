import { withEntry } from '../../kernel/draft';
import type { JobResultRecorded } from '../jobs/events';
import { entryOf } from '../../kernel/entry-of';
import type { AccountOnHost, HostOutcome, IdentityState } from './state';

const UNKNOWN: AccountOnHost = { mayHold: [] };

/** What is known of an identity's account on a host. */
export const holdingOn = (state: Pick<IdentityState, 'holdings'>, hostId: string): AccountOnHost =>
  entryOf(state.holdings, hostId) ?? UNKNOWN;

/** Proved there, and nothing happened since that could have changed it. */
export const isProven = (state: Pick<IdentityState, 'holdings'>, hostId: string, version: number): boolean => {
  const { version: proven, mayHold, refused } = holdingOn(state, hostId);
  return proven === version && mayHold.length === 0 && refused !== true;
};

export const withHolding = (state: IdentityState, hostId: string, holding: AccountOnHost): IdentityState => ({
  ...state,
  holdings: withEntry(state.holdings, hostId, holding),
});

/** The host may hold this version from now on, by this job: what another one says of itself takes nothing back. */
export const mayHold = (holding: AccountOnHost, version: number, jobId: string): AccountOnHost =>
  holding.mayHold.some((entry) => entry.version === version && entry.jobId === jobId)
    ? holding
    : { ...holding, mayHold: [...holding.mayHold, { version, jobId }] };

/** A job ended without telling anything new of what the host holds. */
export const ended = (holding: AccountOnHost, outcome: HostOutcome): AccountOnHost => ({
  ...holding,
  outcome: holding.mayHold.length === 0 ? outcome : { ...outcome, state: 'unverified' },
});

const confirmed = (
  holding: AccountOnHost,
  { type, version, jobId, mayStillWork = [], recordedAt: since }: JobResultRecorded['data'],
): AccountOnHost => {
  if (mayStillWork.length > 0) {
    const older = mayStillWork.map((each) => ({ version: each, jobId }));
    return { version, mayHold: older, outcome: { state: 'unverified', version, since, code: 'OLD_MAY_WORK' } };
  }
  return {
    version,
    // A look at what the host holds settles everything; a change settles what came before it.
    mayHold: type === 'verify' ? [] : holding.mayHold.filter((entry) => entry.version > version),
    outcome: { state: 'confirmed', version, since },
  };
};

/** What a result says of the account. A definite "not changed" takes back only what that very job may have set. */
export const afterResult = (holding: AccountOnHost, result: JobResultRecorded['data']): AccountOnHost => {
  const { outcome, version, jobId, code, type, recordedAt: since } = result;
  const told = { version, since, ...(code === undefined ? {} : { code }) };
  switch (outcome) {
    case 'confirmed':
      return confirmed(holding, result);
    case 'not_changed':
      return type === 'verify'
        ? holding
        : ended(
            { ...holding, mayHold: holding.mayHold.filter((entry) => entry.jobId !== jobId) },
            { state: 'not_changed', ...told },
          );
    case 'unverified':
      return type === 'verify' && holding.version === version && holding.mayHold.length === 0
        ? holding
        : { ...mayHold(holding, version, jobId), outcome: { state: 'unverified', ...told } };
    case 'drifted':
      return {
        ...holding,
        refused: true,
        outcome: { state: holding.mayHold.length === 0 ? 'drifted' : 'unverified', ...told },
      };
  }
};
