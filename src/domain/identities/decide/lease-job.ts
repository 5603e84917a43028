import { plusSeconds } from '../../../kernel/time';
import type { JobLeased } from '../../jobs/events';
import { shownAs } from '../../../kernel/value-schemes';
import type { IdentityEvent } from '../events';
import type { IdentityState, OpenJob } from '../state';
import { endWhatIsOver } from './end-session';
import { jobData } from './job-facts';
import type { RotationStart } from './rotation';
import { stillLettingIn } from './still-letting-in';
import { isBegun, isLeased } from './under-way';
import { isWithheld, maySend } from '../withheld';

/** For how long a delivered job is its agent's, and for how long one that was begun is left in peace without a word. */
export const LEASE_SECONDS = 60;

/** Which agent asks, and which run of it. */
export interface LeaseHolder {
  readonly agentId: string;
  readonly hostId: string;
  readonly instance: string;
  readonly leaseId: string;
}

type OlderVersions = Pick<JobLeased['data'], 'previousVersion' | 'formerVersions' | 'publicVersions'>;

/**
 * May this agent have the job now? Its own lease is its own again at once: an agent asks one thing at a time and only when
 * it is idle, so it has either started anew or never had an answer. What another one has or had begun is left alone.
 */
const isFree = (job: OpenJob, { agentId }: LeaseHolder, now: string): boolean =>
  job.lease === undefined || job.lease.agentId === agentId || (!isBegun(job) && !isLeased(job, now));

const isDue = (job: OpenJob, now: string): boolean =>
  (job.notBefore === undefined || job.notBefore <= now) && (isBegun(job) || job.notAfter > now);

/** An open session holds back what would change the value under it; a look changes nothing. */
const isHeld = (state: IdentityState, job: OpenJob): boolean =>
  job.type === 'set' && !isBegun(job) && state.sessions.length > 0;

const isAlone = (state: IdentityState, job: OpenJob, now: string): boolean =>
  !state.jobs.some(
    (other) => other.jobId !== job.jobId && other.hostId === job.hostId && (isBegun(other) || isLeased(other, now)),
  );

/** Of what the agent may not be sent, the public half is enough to take a key away. */
const olderVersions = (state: IdentityState, job: OpenJob): OlderVersions => {
  const { type, hostId, version, askedBy } = job;
  const older = type === 'set' ? stillLettingIn(state, hostId, version) : [];
  const isPublic = (each: number) => askedBy === undefined && isWithheld(state, hostId, each);
  const [previousVersion, ...formerVersions] = older.filter((each) => !isPublic(each));
  const publicVersions = older.filter(isPublic);
  return {
    ...(previousVersion === undefined ? {} : { previousVersion }),
    ...(formerVersions.length === 0 ? {} : { formerVersions }),
    ...(publicVersions.length === 0 ? {} : { publicVersions }),
  };
};

/** Hands a job to an agent: a disclosure, and a fact before anything is sealed. No such fact: not this job, not now. */
export const leaseJob = (
  found: IdentityState,
  identityId: string,
  jobId: string,
  lessee: LeaseHolder,
  moment: RotationStart,
): readonly IdentityEvent[] => {
  const { now } = moment;
  const { events, state } = endWhatIsOver(found, identityId, moment);
  const job = state.jobs.find((open) => open.jobId === jobId);
  const lives = state.status === 'active' || state.status === 'enrolling';
  const may =
    lives &&
    job?.hostId === lessee.hostId &&
    isDue(job, now) &&
    isFree(job, lessee, now) &&
    !isHeld(state, job) &&
    maySend(state, job) &&
    isAlone(state, job, now);
  if (job === undefined || !may) {
    return events;
  }
  const { agentId, leaseId, instance } = lessee;
  const leaseUntil = plusSeconds(now, LEASE_SECONDS);
  const older = olderVersions(state, job);
  const { previousVersion, formerVersions = [], publicVersions = [] } = older;
  const previous = previousVersion === undefined ? [] : [previousVersion];
  const disclosed = [job.version, ...previous, ...formerVersions];
  const leased: IdentityEvent = {
    type: 'keyledger.job-leased.v1',
    data: {
      ...jobData(state, identityId, job),
      agentId,
      leaseId,
      instance,
      leaseUntil,
      attempt: job.attempt,
      ...older,
      disclosedVersions: disclosed,
      ...shownAs(state.schemes, [...disclosed, ...publicVersions]),
    },
  };
  return [...events, leased];
};
