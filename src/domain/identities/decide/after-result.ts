import { plusSeconds } from '../../../kernel/time';
import type { JobResultRecorded, JobType } from '../../jobs/events';
import { keepsOld } from '../connectors';
import type { IdentityEvent, IdentitySettings } from '../events';
import type { JobRecord } from '../job-record';
import type { IdentityState } from '../state';
import { queueAgain, type JobMoment } from './job-facts';
import { newCandidate } from './new-candidate';

/** New candidates a rotation makes when targets refuse them, before a person must look. */
const NEW_CANDIDATES = 3;
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 15 * 60;

/** Exponential with full jitter: hosts that were cut off together do not come back together. */
const pauseSeconds = (attempt: number, jitter: number): number =>
  1 + Math.floor(jitter * Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)));

/**
 * What is worth doing once more: the same value, or only a look where the value is set and no login could tell; not where
 * the old one is still to be taken away after that login.
 */
const nextTry = (
  { purpose, type, outcome, code }: JobResultRecorded['data'],
  settings: IdentitySettings,
): JobType | undefined => {
  if (purpose === 'verification' || outcome === 'confirmed' || outcome === 'drifted') {
    return undefined;
  }
  if (code === 'TARGET_UNREACHABLE') {
    return type;
  }
  if (code !== 'LOGIN_INCONCLUSIVE' || outcome !== 'unverified') {
    return undefined;
  }
  return keepsOld(settings) ? type : 'verify';
};

/** What a result leads to, before it is asked whether the rotation is over: another try, another candidate, or nothing. */
export const factsAfterResult = (
  state: IdentityState,
  identityId: string,
  job: JobRecord,
  result: JobResultRecorded['data'],
  moment: JobMoment & { readonly jitter: number },
): readonly IdentityEvent[] => {
  const { rotationId, version, hostId } = job;
  const { rotation, settings } = state;
  const ofRotation = rotationId !== undefined;
  const isCurrent = ofRotation && rotation?.rotationId === rotationId && rotation.version === version;
  if ((ofRotation && !isCurrent) || !settings.hostIds.includes(hostId)) {
    return [];
  }
  // One that is older than what the host had before a backup was restored is as little use as one that its rules refuse.
  const isOutdated = result.heldVersion !== undefined;
  if ((result.code === 'POLICY_REJECTED' || isOutdated) && result.outcome === 'not_changed') {
    const mayGoOn = isCurrent && (rotation?.refusals ?? 0) < NEW_CANDIDATES;
    const refusals = (rotation?.refusals ?? 0) + 1;
    // The host refuses it for good, and others would as well.
    return mayGoOn ? newCandidate(state, identityId, { rotationId, version, hostId }, refusals, moment.now) : [];
  }
  const type = nextTry(result, settings);
  const notBefore = plusSeconds(moment.now, pauseSeconds(job.attempt - 1, moment.jitter));
  return type === undefined || notBefore >= job.notAfter
    ? []
    : [queueAgain(state, identityId, { ...job, type }, moment, notBefore)];
};
