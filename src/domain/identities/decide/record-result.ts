import { grow } from '../../../kernel/fold';
import { refuse, type Refusal } from '../../../kernel/refusal';
import type { JobOutcome, JobResultRecorded, JobType } from '../../jobs/events';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import { holdingOn } from '../holdings';
import type { JobRecord } from '../job-record';
import type { IdentityState } from '../state';
import { factsAfterResult } from './after-result';
import { jobData, type JobMoment } from './job-facts';
import { shareAccount, type Sharing } from './share-account';
import { settleRotation } from './settle-rotation';
import { stillLettingIn } from './still-letting-in';

/** By how much a host may say that it is ahead: beyond it somebody is playing with the numbers. */
const MOST_AHEAD = 100_000;

/** The agent's warning that the old value is still there. */
const NOT_REMOVED = 'OLD_KEY_NOT_REMOVED';

/** What an agent says of a job. */
export interface JobReport {
  readonly agentId: string;
  readonly type: JobType;
  readonly version: number;
  readonly outcome: JobOutcome;
  readonly code?: string;
  /** In plain words, without any secret. */
  readonly detail?: string;
  readonly warnings?: readonly string[];
  /** The newest version that was set there, where that is why nothing was done. */
  readonly held?: number;
  /** The account as the target itself calls it. */
  readonly target?: { readonly machine: string; readonly port?: number; readonly name: string };
}

/** `jitter`: a random number, at least 0 and below 1, by which tries are spread. */
export interface ResultMoment extends JobMoment {
  readonly jitter: number;
}

const refusalOf = (job: JobRecord | undefined, report: JobReport): Refusal | undefined => {
  if (job === undefined || !job.agentIds.includes(report.agentId)) {
    return refuse('NOT_FOUND', 'There is no such job of this agent.');
  }
  return job.version === report.version && job.type === report.type
    ? undefined
    : refuse('CONFLICT', 'The result is not of this job: its type or version differs.');
};

/**
 * Facts beat leases: a result counts whenever it comes, unless something newer is known of the host. A look says how it was
 * at its time; once it is over, something may have been set.
 */
const isLate = (state: IdentityState, job: JobRecord, report: JobReport): boolean => {
  if (!job.open && job.type === 'verify') {
    return true;
  }
  const { version = 0 } = holdingOn(state, job.hostId);
  // A person who set a value by hand since then may have done so there too.
  const isKnown =
    report.outcome === 'confirmed'
      ? version > job.version || state.credentialVersion > job.version
      : version >= job.version;
  return !state.settings.hostIds.includes(job.hostId) || (!job.open && isKnown);
};

/** What a login with the new value can't tell: whether the old one was taken away. A look takes nothing away. */
const mayStillWork = (state: IdentityState, job: JobRecord, report: JobReport): readonly number[] => {
  const isLeft = report.type === 'verify' || report.warnings?.includes(NOT_REMOVED) === true;
  return report.outcome === 'confirmed' && isLeft ? stillLettingIn(state, job.hostId, job.version) : [];
};

const heldVersion = (state: IdentityState, { held = 0 }: JobReport): { heldVersion?: number } =>
  held > state.highestVersion && held <= state.highestVersion + MOST_AHEAD ? { heldVersion: held } : {};

/** Who stands still is told of that last, so that it stays. */
const tellSharing = (
  state: IdentityState,
  identityId: string,
  hostId: string,
  sharing: readonly Sharing[],
  now: string,
): readonly IdentityEvent[] =>
  sharing
    .toSorted((a, b) => Number(a.stopped) - Number(b.stopped))
    .reduce<readonly IdentityEvent[]>(
      (told, each) => [...told, ...shareAccount(grow(identity, state, told), identityId, hostId, each, now)],
      [],
    );

/** Writes down what became of a job, and in the same append what follows from it. The same job's second result is once. */
export const recordResult = (
  state: IdentityState,
  identityId: string,
  job: JobRecord | undefined,
  report: JobReport,
  moment: ResultMoment,
  sharing: readonly Sharing[] = [],
): readonly IdentityEvent[] | Refusal => {
  const refusal = refusalOf(job, report);
  if (refusal !== undefined || job === undefined || job.outcome !== undefined) {
    return refusal ?? [];
  }
  const { agentId, outcome, code, detail, warnings, target } = report;
  const left = mayStillWork(state, job, report);
  const recorded: JobResultRecorded = {
    type: 'keyledger.job-result-recorded.v1',
    data: {
      ...jobData(state, identityId, job),
      agentId,
      outcome,
      ...(code === undefined ? {} : { code }),
      ...(detail === undefined ? {} : { detail }),
      ...(warnings === undefined || warnings.length === 0 ? {} : { warnings }),
      ...(target === undefined ? {} : { target }),
      ...heldVersion(state, report),
      ...(left.length === 0 ? {} : { mayStillWork: left }),
      late: isLate(state, job, report),
      recordedAt: moment.now,
    },
  };
  const proved = grow(identity, state, [recorded]);
  const told = tellSharing(proved, identityId, job.hostId, sharing, moment.now);
  const known = grow(identity, proved, told);
  const isStill = sharing.some(({ stopped }) => stopped);
  const follows = job.open && !isStill ? factsAfterResult(known, identityId, job, recorded.data, moment) : [];
  return [recorded, ...told, ...follows, ...settleRotation(grow(identity, known, follows), identityId, moment.now)];
};
