import { setTimeout as pause } from 'node:timers/promises';
import type { JobResult, LeaseAnswer, LeaseReference, AccountOnTarget } from '../../wire/agent-messages';
import type { JobOrder, JobSecret } from '../../wire/job-order';
import { openSecret } from '../../wire/secret-box';
import type { FailureReason, AccountSecret, Target } from '../connector';
import { RequestRefused, RequestUnanswered } from '../server/request-error';
import type { ServerClient } from '../server/server-client';
import type { Say } from '../say';
import type { Journal } from '../state/journal';
import { found, type Finding } from './finding';
import { accountWords, targetName } from './job-target';
import { performSet } from './perform-set';
import { performVerify } from './perform-verify';
import { plainWords } from './plain-words';
import { readOrder, type Addressee, type Reading } from './read-order';

/** Between two steps, where the process may die: named, so that a test can have it die there. Nothing else hangs on it. */
export type CrashPoint =
  'received' | 'journalled' | 'changed-not-journalled' | 'verified-not-reported' | 'reported-ack-unseen';

/** Called at each point; does nothing in a release. */
export type OnCrashPoint = (point: CrashPoint) => void;

/** A lease lasts 60 s. */
const EXTEND_EVERY_MS = 20_000;

const valuesOf = (secret: JobSecret | undefined): readonly (string | undefined)[] =>
  secret === undefined ? [] : [secret.value, secret.previous, ...(secret.former ?? [])];

const NAME_LIMIT_MS = 10_000;

/** A result without the target's own name is a result all the same. */
const nameOf = async (target: Target, { target: account }: JobOrder): Promise<AccountOnTarget | undefined> => {
  const limit = new AbortController();
  const tooLong = pause(NAME_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
  const name = Promise.resolve(target.identify?.(account)).catch(() => undefined);
  return Promise.race([name, tooLong]).finally(() => limit.abort());
};

export interface WorkerParts {
  readonly client: ServerClient;
  readonly journal: Journal;
  readonly targets: ReadonlyMap<string, Target>;
  readonly at: OnCrashPoint;
  readonly say: Say;
  readonly now: () => number;
}

/** Does one job after another, and tells what came of each until the server has heard it. */
export class Worker {
  private readonly conflicts = new Set<string>();

  constructor(
    private readonly parts: WorkerParts,
    private readonly me: () => Addressee & { readonly sealingKey: string },
  ) {}

  /** Answers whether the job could be read: one that can't is nobody's word on what to do next. */
  async work({ leaseId, job }: LeaseAnswer): Promise<boolean> {
    const { journal, say, at } = this.parts;
    at('received');
    const reading = readOrder(job, leaseId, this.me());
    if (reading.complaint !== undefined) {
      const about = reading.order === undefined ? '' : ` (${accountWords(reading.order)})`;
      say(`a job was refused${about}: ${reading.complaint}`);
      this.deny(reading, leaseId);
      return false;
    }
    const { order } = reading;
    const known = journal.state.result(order.jobId);
    if (known !== undefined) {
      journal.write({ entry: 'found', jobId: order.jobId, about: accountWords(order), result: { ...known, leaseId } });
      return true;
    }
    const refusal = this.refusal(order);
    if (refusal !== undefined) this.found(order, leaseId, refusal);
    else await this.perform(order, job);
    return true;
  }

  /** Tells what was found and not told yet. Rejects with Refused or Unanswered as long as it has to be told again. */
  async tell(): Promise<void> {
    const { journal, say, at } = this.parts;
    for (const { jobId, about, result } of journal.state.untold()) {
      const whose = about === undefined ? `job ${jobId}` : `job ${jobId} (${about})`;
      try {
        await this.report(jobId, result);
        at('reported-ack-unseen');
        const { outcome, code = '', detail = '' } = result;
        say([`${whose}: ${outcome}`, code, detail].filter((each) => each !== '').join(', '));
      } catch (error) {
        if (!(error instanceof RequestRefused) || !this.isFinal(jobId, error)) throw error;
        say(`the server does not take the result of ${whose}: ${error.message}`);
      }
      journal.write({ entry: 'told', jobId });
      this.conflicts.delete(jobId);
    }
  }

  /** A server from before agents told the target's own name takes no result that has one: it gets the rest. */
  private async report(jobId: string, result: JobResult): Promise<void> {
    const path = `/agent/v1/jobs/${encodeURIComponent(jobId)}/result`;
    const { target, ...rest } = result;
    await this.parts.client.post(path, result).catch((error: unknown) => {
      if (target === undefined || !(error instanceof RequestRefused) || error.status !== 400) throw error;
      return this.parts.client.post(path, rest);
    });
  }

  /** A conflict may be with a request that overtook this one on the way: once is no answer yet. */
  private isFinal(jobId: string, { status, code }: RequestRefused): boolean {
    if (code === 'AGENT_CLONED' || ![400, 404, 409, 410, 413, 422].includes(status)) return false;
    const again = this.conflicts.has(jobId);
    this.conflicts.add(jobId);
    return status !== 409 || again;
  }

  /** Only what this agent never began: of anything else a forger could so make it deny what it did. */
  private deny({ order, complaint }: Reading, leaseId: string): void {
    const { state } = this.parts.journal;
    if (order === undefined || complaint === undefined) return;
    if (state.hasBegun(order.jobId) || state.result(order.jobId) !== undefined) return;
    this.found(order, leaseId, found('not_changed', { code: 'BAD_JOB', detail: complaint }));
  }

  /** What speaks against a well-signed order before its secret is even opened. */
  private refusal(order: JobOrder): Finding | undefined {
    const { targets, journal } = this.parts;
    if (!targets.has(order.target.connector)) {
      const detail = `this agent has no connector ${plainWords(order.target.connector, [])} at work`;
      return found(this.begunOutcome(order), { code: 'UNSUPPORTED', detail });
    }
    const { proved, possible } = journal.state.held(targetName(order));
    const held = Math.max(proved, ...possible);
    if (order.type === 'set' && order.version < held) {
      const detail = `a newer version than ${order.version} was set here already`;
      return { ...found('not_changed', { code: 'STALE_VERSION', detail }), held };
    }
    const over = this.isLate(order) && !journal.state.hasBegun(order.jobId);
    const detail = `the job was to be begun before ${order.notAfter}`;
    return over ? found('not_changed', { code: 'EXPIRED', detail }) : undefined;
  }

  private async perform(order: JobOrder, job: LeaseAnswer['job']): Promise<void> {
    const { targets, at, say } = this.parts;
    const secret = await openSecret(job.sealed, job.order, this.me().sealingKey).catch(() => undefined);
    const target = targets.get(order.target.connector);
    if (secret === undefined || target === undefined) {
      const detail = 'the secret of the job does not open with the key of this agent';
      this.found(order, order.leaseId, found(this.begunOutcome(order), { code: 'BAD_JOB', detail }));
      return;
    }
    if (!(await this.start(order))) return;
    const extending = setInterval(() => void this.extend(order), EXTEND_EVERY_MS);
    try {
      const finding =
        order.type === 'verify'
          ? await performVerify(target, order.target, secret.value)
          : await this.set(order, target, secret);
      const name = await nameOf(target, order);
      at('verified-not-reported');
      this.found(order, order.leaseId, { ...finding, ...(name === undefined ? {} : { target: name }) }, secret);
    } catch (error) {
      say(
        `job ${order.jobId} (${accountWords(order)}) failed unexpectedly: ${plainWords(String(error), valuesOf(secret))}`,
      );
      const because: FailureReason = { code: 'LOGIN_INCONCLUSIVE', detail: 'the connector failed unexpectedly' };
      this.found(order, order.leaseId, found('unverified', because));
    } finally {
      clearInterval(extending);
    }
  }

  private set(order: JobOrder, target: Target, handed: JobSecret): Promise<Finding> {
    const { journal, at } = this.parts;
    const { jobId, version, oldKeys } = order;
    const secret: AccountSecret = { ...handed, ...(oldKeys === undefined ? {} : { oldKeys }) };
    const name = targetName(order);
    const { proved, possible } = journal.state.held(name);
    journal.write({ entry: 'begun', jobId, target: name, version });
    at('journalled');
    return performSet(target, {
      account: order.target,
      secret,
      mayChange: !this.isLate(order),
      begunBefore: proved === version || possible.includes(version),
      changed: async () => {
        at('changed-not-journalled');
        journal.write({ entry: 'changed', jobId });
      },
    });
  }

  /** The server must hear of it before the target is touched. False: cancelled, superseded, or the lease lost. */
  private async start(order: JobOrder): Promise<boolean> {
    const { client, say } = this.parts;
    const { jobId, leaseId } = order;
    try {
      await client.post<object>(`/agent/v1/jobs/${encodeURIComponent(jobId)}/started`, {
        leaseId,
      } satisfies LeaseReference);
      return true;
    } catch (error) {
      const off = error instanceof RequestRefused && [404, 409].includes(error.status) && error.code !== 'AGENT_CLONED';
      if (!off) throw error;
      say(`job ${jobId} (${accountWords(order)}) is off: ${error.message}`);
      return false;
    }
  }

  private async extend({ jobId, leaseId }: JobOrder): Promise<void> {
    const path = `/agent/v1/jobs/${encodeURIComponent(jobId)}/extend`;
    // What has begun is ended, lease or none: the result counts all the same.
    await this.parts.client.post(path, { leaseId } satisfies LeaseReference).catch((error: unknown) => {
      if (!(error instanceof RequestRefused || error instanceof RequestUnanswered)) throw error;
    });
  }

  private isLate({ notAfter }: JobOrder): boolean {
    return Date.parse(notAfter) <= this.parts.now();
  }

  private begunOutcome({ jobId }: JobOrder): 'unverified' | 'not_changed' {
    return this.parts.journal.state.hasBegun(jobId) ? 'unverified' : 'not_changed';
  }

  private found(order: JobOrder, leaseId: string, finding: Finding, secret?: JobSecret): void {
    const { jobId, type, version } = order;
    const { detail, ...rest } = finding;
    const words = detail === undefined ? {} : { detail: plainWords(detail, valuesOf(secret)) };
    const result: JobResult = { leaseId, type, version, ...rest, ...words };
    const whose = type === 'set' ? { target: targetName(order) } : {};
    this.parts.journal.write({ entry: 'found', jobId, ...whose, about: accountWords(order), result });
  }
}
