import { withEntry, withItem, withItemChanged, withoutItem } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Evolve } from '../../kernel/fold';
import type { JobEvent } from '../jobs/events';
import { afterResult, ended, holdingOn, mayHold, withHolding } from './holdings';
import type { IdentityState, OpenJob } from './state';
import { isWithheld } from './withheld';

const withJob = (state: IdentityState, jobId: string, change: (job: OpenJob) => OpenJob): IdentityState => ({
  ...state,
  jobs: withItemChanged(state.jobs, (job) => job.jobId === jobId, change),
});

const withoutJob = (state: IdentityState, jobId: string): IdentityState => ({
  ...state,
  jobs: withoutItem(state.jobs, (job) => job.jobId === jobId),
});

/** What an agent was sent once, as somebody asked for it, it may be sent again. */
const sentTo = (state: IdentityState, hostId: string, agentId: string, version: number): IdentityState => {
  const agent = entryOf(state.agents, hostId);
  return agent?.agentId === agentId && isWithheld(state, hostId, version)
    ? { ...state, agents: withEntry(state.agents, hostId, { ...agent, sent: [...agent.sent, version] }) }
    : state;
};

/** How the facts of its jobs change an identity: what is under way, and what each host holds or may hold. */
export const evolveJobs: Evolve<IdentityState, JobEvent> = {
  'keyledger.job-queued.v1': (state, fact) => {
    const { identityId: _i, identityGroupId: _v, organizationId: _o, ...job } = fact;
    const queued = { ...state, jobs: withItem(state.jobs, job) };
    const { purpose, hostId, createdAt: askedAt } = fact;
    return purpose === 'verification' ? withHolding(queued, hostId, { ...holdingOn(state, hostId), askedAt }) : queued;
  },
  'keyledger.job-leased.v1': (state, { jobId, hostId, agentId, leaseId, instance, leaseUntil, attempt, version }) =>
    withJob(sentTo(state, hostId, agentId, version), jobId, (job) => {
      const lease = { agentId, leaseId, instance, leaseUntil };
      // What was begun stays begun, whoever takes it up again.
      const { startedAt } = job.lease ?? {};
      return { ...job, attempt: attempt + 1, lease: startedAt === undefined ? lease : { ...lease, startedAt } };
    }),
  'keyledger.job-started.v1': (state, { jobId, hostId, type, version, startedAt, leaseUntil }) => {
    const begun = withJob(state, jobId, (job) => ({
      ...job,
      ...(job.lease === undefined ? {} : { lease: { ...job.lease, leaseUntil, startedAt } }),
    }));
    const holding = holdingOn(state, hostId);
    return type === 'verify' || holding.version === version
      ? begun
      : withHolding(begun, hostId, mayHold(holding, version, jobId));
  },
  'keyledger.job-lease-extended.v1': (state, { jobId, leaseUntil }) =>
    withJob(state, jobId, (job) => (job.lease === undefined ? job : { ...job, lease: { ...job.lease, leaseUntil } })),
  'keyledger.job-result-recorded.v1': (state, result) => {
    const highestVersion = Math.max(state.highestVersion, result.heldVersion ?? 0);
    const { hostId, target } = result;
    const targets =
      target === undefined
        ? state.targets
        : withEntry(state.targets, hostId, { ...entryOf(state.targets, hostId), target, sharedWith: undefined });
    const over = { ...withoutJob(state, result.jobId), highestVersion, targets };
    return result.late ? over : withHolding(over, result.hostId, afterResult(holdingOn(state, result.hostId), result));
  },
  'keyledger.job-expired.v1': (state, { jobId, hostId, type, purpose, version, expiredAt: since }) => {
    const over = withoutJob(state, jobId);
    return type === 'verify' || purpose === 'reconcile'
      ? over
      : withHolding(over, hostId, ended(holdingOn(state, hostId), { state: 'expired', version, since }));
  },
  'keyledger.job-cancelled.v1': (state, { jobId, hostId, type, purpose, version, reason, cancelledAt: since }) => {
    const over = withoutJob(state, jobId);
    const code = reason === 'value_not_opened' ? 'VALUE_NOT_OPENED' : 'CANCELLED';
    const outcome = { state: 'not_changed', version, since, code } as const;
    return type === 'verify' || purpose === 'reconcile'
      ? over
      : withHolding(over, hostId, ended(holdingOn(state, hostId), outcome));
  },
};
