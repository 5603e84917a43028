import { refuse, type Refusal } from '../../../kernel/refusal';
import type { IdentityEvent } from '../events';
import { holdingOn, isProven } from '../holdings';
import type { JobRecord } from '../job-record';
import { isLost } from '../lost-values';
import type { IdentityState } from '../state';
import { served } from '../served';
import { isBegun } from './under-way';
import { askedFor, maySet, setFresh, WITHOUT_ACCESS, type Asking } from './asking';
import { callOff } from './end-job';
import { queueJobs, type JobMoment } from './job-facts';
import { rotationInProgress, rotationMode, subjectOf, valueLost } from './rotation';

const nothingToRetry = (): Refusal =>
  refuse('CONFLICT', 'There is no rotation that failed half-way. Ask for a new one.');

const purposeOf = (state: IdentityState): 'enrollment' | 'rotation' =>
  state.status === 'enrolling' ? 'enrollment' : 'rotation';

/** Hosts that do not have the version yet, and for which nothing is under way. */
const missing = (state: IdentityState, version: number): readonly string[] =>
  state.settings.hostIds.filter(
    (hostId) =>
      !isProven(state, hostId, version) &&
      !state.jobs.some((job) => job.hostId === hostId && job.version === version && job.type === 'set'),
  );

/**
 * The same version once more, on the hosts that do not have it, and on no other: another version would leave those that
 * have this one behind. `only`: of these, this host.
 */
export const retryRotation = (
  state: IdentityState,
  identityId: string,
  moment: JobMoment,
  only?: string,
  asking: Asking = WITHOUT_ACCESS,
): readonly IdentityEvent[] | Refusal => {
  const { rotation, candidate } = state;
  const version = rotation === undefined ? candidate?.version : rotation.version;
  const rotationId = rotation?.rotationId ?? candidate?.rotationId;
  if (rotation !== undefined && version === undefined) {
    return rotationInProgress('A rotation is already on its way.', 5);
  }
  if (version === undefined || rotationId === undefined || rotationMode(state.settings) !== 'hosts') {
    return nothingToRetry();
  }
  const hostIds = missing(state, version).filter((hostId) => only === undefined || hostId === only);
  if (hostIds.length === 0) {
    return rotation === undefined
      ? nothingToRetry()
      : rotationInProgress('The rotation is on its way; nothing has failed yet.', 5);
  }
  const barred = hostIds.find((hostId) => !maySet(state, hostId, version, asking));
  if (barred !== undefined) {
    return setFresh(state, identityId, barred, moment);
  }
  const purpose = purposeOf(state);
  const work = (hostId: string) =>
    ({ type: 'set', purpose, version, rotationId, ...askedFor(state, hostId, version, asking) }) as const;
  const queued = queueJobs(state, identityId, hostIds, work, moment);
  const data = { ...subjectOf(state, identityId), rotationId, version, hostIds, retriedAt: moment.now };
  return rotation === undefined ? [{ type: 'keyledger.rotation-retried.v1', data }, ...queued] : queued;
};

/** One job is that job: where its value may not go there, a whole rotation is asked for by who may. */
const barredFrom = (state: IdentityState, hostId: string, version: number, asking: Asking): Refusal | undefined =>
  maySet(state, hostId, version, asking)
    ? undefined
    : refuse(
        'VAULT_ACCESS_DENIED',
        'The value is older than the agent of this host, or was typed by somebody without access. Rotate instead, or ask somebody with a grant at level view_credentials.',
        { level: 'view_credentials' },
      );

/** One job once more, after it ended without success. */
export const retryJob = (
  state: IdentityState,
  identityId: string,
  job: JobRecord,
  moment: JobMoment,
  asking: Asking = WITHOUT_ACCESS,
): readonly IdentityEvent[] | Refusal => {
  if (job.open || job.outcome === 'confirmed') {
    return refuse('CONFLICT', job.open ? 'The job is not over.' : 'The job went well.');
  }
  if (state.status !== 'active' && state.status !== 'enrolling') {
    return refuse('CONFLICT', 'The identity of this job is deleted. Undelete it first.');
  }
  if (job.rotationId !== undefined) {
    const current = state.rotation?.version ?? state.candidate?.version;
    return current === job.version
      ? (barredFrom(state, job.hostId, job.version, asking) ??
          retryRotation(state, identityId, moment, job.hostId, asking))
      : refuse('CONFLICT', 'A newer version has taken the place of this one. Rotate or reconcile instead.');
  }
  const { hostId, type, purpose } = job;
  if (!state.settings.hostIds.includes(hostId) || state.jobs.some((open) => open.hostId === hostId)) {
    return refuse('CONFLICT', 'The identity is no longer on this host, or something else is under way there.');
  }
  const { version } = served(state, hostId);
  if (isLost(state, version)) {
    return valueLost();
  }
  const isTyped = type === 'verify' ? { ...asking, untrusted: [] } : asking;
  return (
    barredFrom(state, hostId, version, isTyped) ??
    queueJobs(
      state,
      identityId,
      [hostId],
      () => ({ type, purpose, version, ...askedFor(state, hostId, version, asking) }),
      moment,
    )
  );
};

/** Highest version that the host has or may have: it refuses to go back behind that. */
const newestOn = (state: IdentityState, hostId: string): number => {
  const { version = state.credentialVersion, mayHold } = holdingOn(state, hostId);
  return Math.max(version, ...mayHold.map((entry) => entry.version));
};

/** Sets once more what each host should hold: where somebody changed it past the vault, or nobody knows what is in force. */
export const reconcile = (
  state: IdentityState,
  identityId: string,
  moment: JobMoment,
  asking: Asking = WITHOUT_ACCESS,
): readonly IdentityEvent[] | Refusal => {
  if (rotationMode(state.settings) !== 'hosts' || state.status !== 'active') {
    return refuse('CONFLICT', 'Nothing is set on hosts for this identity.');
  }
  if (state.sessions.length > 0) {
    return refuse('CHECKED_OUT', 'The identity is checked out. Wait for the checkin, or force it.');
  }
  if (state.rotation !== undefined || state.jobs.some(({ purpose }) => purpose === 'reconcile')) {
    return rotationInProgress('Something is already on its way on the hosts.', 5);
  }
  const { hostIds } = state.settings;
  const doubtful = hostIds.filter((hostId) => !isProven(state, hostId, newestOn(state, hostId)));
  const toSet = doubtful.length === 0 ? hostIds : doubtful;
  const barred = toSet.find((hostId) => !maySet(state, hostId, newestOn(state, hostId), asking));
  if (barred !== undefined) {
    const looks = callOff(state, identityId, (job) => !isBegun(job), 'superseded', moment.now);
    return setFresh(state, identityId, barred, moment, looks);
  }
  const work = (hostId: string) => {
    const version = newestOn(state, hostId);
    return { type: 'set', purpose: 'reconcile', version, ...askedFor(state, hostId, version, asking) } as const;
  };
  return queueJobs(state, identityId, toSet, work, moment);
};
