import { at, ID, request, history } from './an-identity';
import { cancelJob, cancelRotation, expireJob } from '../../src/domain/identities/decide/end-job';
import { checkOut } from '../../src/domain/identities/decide/check-out';
import { startJob } from '../../src/domain/identities/decide/keep-lease';
import { leaseJob } from '../../src/domain/identities/decide/lease-job';
import { recordResult, type JobReport } from '../../src/domain/identities/decide/record-result';
import { reconcile, retryRotation } from '../../src/domain/identities/decide/retry';
import { requestByHand, requestWhenDue } from '../../src/domain/identities/decide/rotation';
import { checkIn, expire } from '../../src/domain/identities/decide/session';
import { stageCandidate } from '../../src/domain/identities/decide/stage-candidate';
import { verifyHosts } from '../../src/domain/identities/decide/verify-hosts';
import { changeIdentity } from '../../src/domain/identities/decide/settings';
import { replaceCredential } from '../../src/domain/identities/decide/versions';
import type { IdentityEvent } from '../../src/domain/identities/events';
import { identity } from '../../src/domain/identities/evolve';
import { isProven } from '../../src/domain/identities/holdings';
import { jobRecord } from '../../src/domain/identities/job-record';
import { isVersionNeeded } from '../../src/domain/identities/needed-versions';
import { served } from '../../src/domain/identities/served';
import type { IdentityState } from '../../src/domain/identities/state';
import type { JobEvent } from '../../src/domain/jobs/events';
import { grow } from '../../src/kernel/fold';
import { isRefusal, type Refusal } from '../../src/kernel/refusal';
import { must } from './must';

export const HOSTS = ['host1', 'host2', 'host3'];

/** What an agent has in hand: a job, and how far it came. It tells the truth, late, twice, or in another order. */
interface InHand {
  readonly jobId: string;
  readonly hostId: string;
  readonly agentId: string;
  readonly leaseId: string;
  readonly version: number;
  readonly type: 'set' | 'verify';
}

/** What must hold when a fact is added to those before it. */
const checkBefore = ({ rotation, jobs, sessions }: IdentityState, event: IdentityEvent): void => {
  if (event.type === 'keyledger.rotation-requested.v1' || event.type === 'keyledger.rotation-retried.v1') {
    must(rotation === undefined, 'two rotations run at once');
  }
  if (event.type === 'keyledger.job-leased.v1' && event.data.type === 'set') {
    const began = jobs.some((job) => job.jobId === event.data.jobId && job.lease?.startedAt !== undefined);
    must(began || sessions.length === 0, 'a value is changed under a session');
  }
  if (event.type === 'keyledger.identity-checked-out.v1') {
    must(!jobs.some(({ type, lease }) => type === 'set' && lease?.startedAt !== undefined), 'a session meets a change');
  }
};

/** Confirmed means: the vault and every host agree. */
const checkConfirmed = ({ state, holds }: Machines, event: IdentityEvent): void => {
  if (event.type !== 'keyledger.rotation-confirmed.v1') return;
  for (const hostId of state.settings.hostIds) {
    must(holds.get(hostId) === event.data.version, `confirmed, and ${hostId} holds another version`);
  }
};

/** Whatever happened: what each host really holds is kept, and is among what somebody who asks for it is shown. */
const checkHosts = ({ state, holds, minute }: Machines): void => {
  for (const hostId of state.settings.hostIds) {
    const truth = holds.get(hostId) ?? 0;
    must(isVersionNeeded(state, truth, at(minute + 1_000_000)), `what ${hostId} holds is not kept`);
    const { version, alternatives, unverified } = served(state, hostId);
    must([version, ...alternatives].includes(truth), `what ${hostId} holds is not shown`);
    must(unverified || version === truth, `what is shown as verified is not on ${hostId}`);
    must(isProven(state, hostId, version) === !unverified, `${hostId} is proven, and unverified`);
  }
};

/** One identity on three machines that really hold a version, and messages between them that get lost. */
export class Machines {
  facts: readonly IdentityEvent[] = history({ hostIds: HOSTS, connector: 'linux-password', rotateAfterUse: true });
  state: IdentityState = grow(identity, identity.initial, this.facts);
  /** The truth: what a login takes. */
  readonly holds = new Map(HOSTS.map((hostId) => [hostId, 1]));
  /** Of hosts whose agent is not the first. */
  readonly agents = new Map<string, string>();
  readonly inHand: InHand[] = [];
  /** What agents found, by job: one that is handed out again is not done again, its journal knows how it ended. */
  private readonly journal = new Map<string, JobReport>();
  readonly unsent: { readonly jobId: string; readonly report: JobReport }[] = [];
  minute = 1;
  /** What people were shown who hold it no longer: not to be the value when all is at rest. */
  readonly known = new Set<number>();
  private ids = 0;

  /** Anything decided, its facts appended one by one; refused or nothing to do is nothing. */
  decide(decision: (state: IdentityState) => readonly IdentityEvent[] | Refusal): readonly IdentityEvent[] {
    const decided = decision(this.state);
    const events = isRefusal(decided) ? [] : decided;
    for (const event of events) this.append(event);
    checkHosts(this);
    return events;
  }

  get moment() {
    const n = (this.ids += 1);
    return { now: at(this.minute), rotationId: `r${n}`, unique: `j${n}`, jitter: 0.3 };
  }

  private append(event: IdentityEvent): void {
    checkBefore(this.state, event);
    this.remember(event);
    this.facts = [...this.facts, event];
    this.state = grow(identity, this.state, [event]);
    checkConfirmed(this, event);
  }

  private remember(event: IdentityEvent): void {
    if (event.type === 'keyledger.identity-checked-in.v1' && !this.state.suspended) {
      const { version, alternatives = [] } =
        this.state.sessions.find(({ sessionId }) => sessionId === event.data.sessionId) ?? {};
      for (const shown of [version, ...alternatives]) if (shown !== undefined) this.known.add(shown);
    }
    // A person leaves it at that.
    if (event.type === 'keyledger.rotation-failed.v1' && event.data.code === 'CANCELLED') this.known.clear();
  }

  lease(hostId: string, instance: string): void {
    const { now, rotationId, unique } = this.moment;
    for (const { jobId } of this.state.jobs) {
      const agentId = this.agents.get(hostId) ?? `${hostId}.agent`;
      const lessee = { agentId, hostId, instance, leaseId: unique };
      const events = this.decide((state) => leaseJob(state, ID, jobId, lessee, { now, rotationId }));
      const leased = events.find((event) => event.type === 'keyledger.job-leased.v1');
      if (leased?.type === 'keyledger.job-leased.v1') {
        const { version, type } = leased.data;
        this.inHand.push({ jobId, hostId, agentId, leaseId: unique, version, type });
        return;
      }
    }
  }

  /** The agent asks whether it may, and if so does it, or dies before or after. `outcome` is what it then knows. */
  perform(
    n: number,
    how: 'well' | 'dies-before' | 'dies-after' | 'refused' | 'cut-before' | 'cut-after' | 'unsure',
  ): void {
    const job = this.inHand[n % Math.max(1, this.inHand.length)];
    if (job === undefined) return;
    const { jobId, hostId, agentId, leaseId, version, type } = job;
    const known = this.journal.get(jobId);
    if (known !== undefined) {
      this.unsent.push({ jobId, report: known });
      return;
    }
    const may = startJob(this.state, ID, { jobId, agentId, leaseId }, at(this.minute));
    this.decide(() => may);
    if (isRefusal(may) || how === 'dies-before') return;
    const changes = type === 'set' && ['well', 'dies-after', 'cut-after', 'unsure'].includes(how);
    // An agent never goes back behind what it set.
    const stale = type === 'set' && version < (this.holds.get(hostId) ?? 0);
    if (changes && !stale) this.holds.set(hostId, version);
    if (how === 'dies-after') return;
    const report = this.told(job, how, stale);
    this.journal.set(jobId, report);
    this.unsent.push({ jobId, report });
  }

  private told({ hostId, agentId, version, type }: InHand, how: string, stale: boolean): JobReport {
    const report = { agentId, version, type };
    if (type === 'verify') {
      return how === 'unsure' || how.startsWith('cut')
        ? { ...report, outcome: 'unverified', code: 'LOGIN_INCONCLUSIVE' }
        : this.holds.get(hostId) === version
          ? { ...report, outcome: 'confirmed' }
          : { ...report, outcome: 'drifted', code: 'LOGIN_REFUSED' };
    }
    if (stale) return { ...report, outcome: 'not_changed', code: 'STALE_VERSION' };
    switch (how) {
      case 'well':
        return { ...report, outcome: 'confirmed' };
      case 'refused':
        // What it tried before may have gone well: then nothing is refused any more.
        return this.holds.get(hostId) === version
          ? { ...report, outcome: 'confirmed' }
          : { ...report, outcome: 'not_changed', code: 'POLICY_REJECTED' };
      case 'unsure':
        return { ...report, outcome: 'unverified', code: 'LOGIN_INCONCLUSIVE' };
      default:
        return { ...report, outcome: 'unverified', code: 'TARGET_UNREACHABLE' };
    }
  }

  /** A result arrives, again perhaps, and in whatever order. */
  deliver(n: number, again: boolean): void {
    const sent = this.unsent[n % Math.max(1, this.unsent.length)];
    if (sent === undefined) return;
    if (!again) this.unsent.splice(this.unsent.indexOf(sent), 1);
    const job = jobRecord(sent.jobId, this.facts as readonly JobEvent[]);
    const events = this.decide((state) => recordResult(state, ID, job, sent.report, this.moment));
    must(job?.outcome === undefined || events.length === 0, 'what was told again made facts');
  }

  /** What policies would do, now. */
  policies(): void {
    const { rotation, highestVersion } = this.state;
    this.decide((state) => expire(state, ID, this.moment));
    this.decide((state) => requestWhenDue(state, ID, this.moment));
    if (rotation !== undefined) {
      this.decide((state) => stageCandidate(state, ID, rotation.rotationId, highestVersion + 1, this.moment));
    }
    for (const { jobId } of this.state.jobs) this.decide((state) => expireJob(state, ID, jobId, at(this.minute)));
  }

  act(what: 'rotate' | 'retry' | 'cancel' | 'cancel-job' | 'reconcile' | 'look' | 'replace' | 'leave'): void {
    const { moment } = this;
    const jobId = this.state.jobs[0]?.jobId ?? 'none';
    const { highestVersion: highest, settings } = this.state;
    const decisions = {
      rotate: (state: IdentityState) => requestByHand(state, ID, moment),
      retry: (state: IdentityState) => retryRotation(state, ID, moment),
      cancel: (state: IdentityState) => cancelRotation(state, ID, moment.now),
      'cancel-job': (state: IdentityState) => cancelJob(state, ID, jobId, moment.now),
      reconcile: (state: IdentityState) => reconcile(state, ID, moment),
      look: (state: IdentityState) => verifyHosts(state, ID, settings.hostIds, moment),
      replace: (state: IdentityState) =>
        replaceCredential(state, ID, { version: highest + 1, by: 'boss@example.com', now: moment.now }),
      leave: (state: IdentityState) =>
        settings.hostIds.length < 3
          ? []
          : changeIdentity(state, ID, { ...settings, hostIds: settings.hostIds.slice(0, 2) }, moment.now),
    };
    this.decide(decisions[what]);
  }

  session(what: 'out' | 'in'): void {
    const open = this.state.sessions[0];
    this.decide((state) =>
      what === 'out'
        ? checkOut(state, ID, request(`s${(this.ids += 1)}`), this.moment)
        : checkIn(state, ID, open?.sessionId ?? 'none', { endedBy: 'checkin' }, this.moment),
    );
  }

  /** Nothing goes wrong any more: agents poll, do as they are told, and everything they say arrives. */
  comeToRest(): void {
    while (this.state.sessions.length > 0) this.session('in');
    for (let round = 0; round < 60; round++) {
      this.minute += 20;
      this.policies();
      for (const hostId of HOSTS) this.lease(hostId, `final${round}`);
      for (let n = 0; n < this.inHand.length; n++) this.perform(n, 'well');
      this.inHand.length = 0;
      while (this.unsent.length > 0) this.deliver(0, false);
    }
  }
}
