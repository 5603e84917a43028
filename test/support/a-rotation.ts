import { endUndisclosed, expireJob, giveUpJobsOf } from '../../src/domain/identities/decide/end-job';
import { enrollIdentity } from '../../src/domain/identities/decide/enroll';
import { extendLease, startJob } from '../../src/domain/identities/decide/keep-lease';
import { leaseJob } from '../../src/domain/identities/decide/lease-job';
import { recordResult, type JobReport } from '../../src/domain/identities/decide/record-result';
import { stageCandidate } from '../../src/domain/identities/decide/stage-candidate';
import { verifyHosts } from '../../src/domain/identities/decide/verify-hosts';
import type { IdentityEvent } from '../../src/domain/identities/events';
import { identity } from '../../src/domain/identities/evolve';
import { jobRecord } from '../../src/domain/identities/job-record';
import type { IdentityState } from '../../src/domain/identities/state';
import type { JobEvent, JobOutcome } from '../../src/domain/jobs/events';
import { grow } from '../../src/kernel/fold';
import { isRefusal, type Refusal } from '../../src/kernel/refusal';
import { at, ID, moment, ON_HOSTS, requested, SETTINGS, history } from './an-identity';

type Decision = (state: IdentityState) => readonly IdentityEvent[] | Refusal;

export const ON_FOUR = { hostIds: ['host1', 'host2', 'host3', 'host4'], connector: 'linux-password' } as const;

/** The one agent of a host. */
export const agentOf = (hostId: string): string => `${hostId}.agent`;

/** The story of a rotation on hosts, told step by step: each decides on what stands so far, and adds its facts. */
export class Rotation {
  private jobs = 0;

  constructor(public facts: readonly IdentityEvent[]) {}

  /** An identity at version 1, and a rotation with candidate 2 of which nobody has begun. */
  static staged(settings: object = ON_HOSTS): Rotation {
    return new Rotation(history(settings, requested('r1', 1))).stage(2, 1);
  }

  /** An account being taken over. */
  static enrolling(): Rotation {
    const subject = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };
    const settings = { ...SETTINGS, ...ON_HOSTS };
    const when = { now: at(1), rotationId: 'r1', unique: 'enroll' };
    return new Rotation(enrollIdentity(identity.initial, subject, settings, 1, when));
  }

  get state(): IdentityState {
    return grow(identity, identity.initial, this.facts);
  }

  /** What the last steps said, newest last, by short name. */
  get told(): readonly string[] {
    return this.facts.map(({ type }) => type.replace(/^keyledger\.|\.v1$/g, ''));
  }

  /** Adds what is decided; throws when it is refused. */
  decide(decision: Decision): this {
    const more = decision(this.state);
    if (isRefusal(more)) throw new Error(`the story stops: ${more.code}`);
    this.facts = [...this.facts, ...more];
    return this;
  }

  stage(version: number, minutes: number): this {
    const rotationId = this.state.rotation?.rotationId ?? 'none';
    return this.decide((state) => stageCandidate(state, ID, rotationId, version, this.moment(minutes)));
  }

  moment(minutes: number) {
    return { now: at(minutes), unique: `j${(this.jobs += 1)}`, jitter: 0.5 };
  }

  /** The open job on a host; its newest one where it has several. */
  jobOn(hostId: string): string {
    return this.state.jobs.findLast((job) => job.hostId === hostId)?.jobId ?? 'none';
  }

  lease(hostId: string, minutes: number, instance = 'run1', agentId = agentOf(hostId)): this {
    const lessee = { agentId, hostId, instance, leaseId: `lease-${minutes}-${instance}` };
    const jobId = this.jobOn(hostId);
    return this.decide((state) => leaseJob(state, ID, jobId, lessee, moment(minutes)));
  }

  private reference(hostId: string) {
    const job = this.state.jobs.findLast((open) => open.hostId === hostId);
    const { agentId = 'none', leaseId = 'none' } = job?.lease ?? {};
    return { jobId: job?.jobId ?? 'none', agentId, leaseId };
  }

  start(hostId: string, minutes: number): this {
    return this.decide((state) => startJob(state, ID, this.reference(hostId), at(minutes)));
  }

  extend(hostId: string, minutes: number): this {
    return this.decide((state) => extendLease(state, ID, this.reference(hostId), at(minutes)));
  }

  /** An agent's word on a job, that of the host's open one by default. */
  report(
    hostId: string,
    minutes: number,
    outcome: JobOutcome,
    more: Partial<JobReport> & { jobId?: string } = {},
  ): this {
    const { jobId = this.jobOn(hostId), ...rest } = more;
    return this.decide((state) => this.judged(state, hostId, jobId, minutes, outcome, rest));
  }

  judged(
    state: IdentityState,
    hostId: string,
    jobId: string,
    minutes: number,
    outcome: JobOutcome,
    more: Partial<JobReport> = {},
  ): readonly IdentityEvent[] | Refusal {
    const job = jobRecord(jobId, this.facts as readonly JobEvent[]);
    const { version = 0, type = 'set' } = job ?? {};
    const report = { agentId: agentOf(hostId), type, version, outcome, ...more };
    return recordResult(state, ID, job, report, this.moment(minutes));
  }

  /** Delivered, begun and told, each a minute after the other. */
  done(hostId: string, minutes: number, outcome: JobOutcome = 'confirmed', code?: string): this {
    const told = code === undefined ? {} : { code };
    return this.lease(hostId, minutes)
      .start(hostId, minutes + 0.1)
      .report(hostId, minutes + 0.2, outcome, told);
  }

  /** Every job whose time is over says so. */
  expire(minutes: number): this {
    for (const { jobId } of this.state.jobs) this.decide((state) => expireJob(state, ID, jobId, at(minutes)));
    return this;
  }

  revoke(hostId: string, minutes: number): this {
    return this.decide((state) => giveUpJobsOf(state, ID, agentOf(hostId), at(minutes)));
  }

  unopened(hostId: string, minutes: number): this {
    const { jobId } = this.reference(hostId);
    return this.decide((state) => endUndisclosed(state, ID, (job) => job.jobId === jobId, at(minutes)));
  }

  look(minutes: number, online = this.state.settings.hostIds, dueAt?: string): this {
    return this.decide((state) => verifyHosts(state, ID, online, this.moment(minutes), dueAt));
  }
}
