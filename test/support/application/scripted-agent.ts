import type { JobOutcome, JobResult, LeaseAnswer, LeaseRequest } from '../../../wire/agent-messages';
import type { JobOrder, JobSecret } from '../../../wire/job-order';
import { jobIsSigned } from '../../../wire/job-signature';
import { publicKeyOf } from '../../../wire/raw-key';
import { openSecret } from '../../../wire/secret-box';
import { until } from '../until';
import { SignedAgent } from './signed-agent';
import type { Answer, Client } from './client';

/** A job as it was handed out, opened. */
export interface Handed {
  readonly leaseId: string;
  readonly leaseUntil: string;
  readonly order: JobOrder;
  readonly secret: JobSecret;
}

/** A machine with one account, and an agent that does what a test tells it to. */
export class ScriptedAgent {
  /** What a login to the account takes. */
  holds = '';
  instance = 'run1';
  /** What the target calls the account, told with every result. */
  calls: JobResult['target'];

  private constructor(
    readonly hostId: string,
    private readonly serverKey: string,
    readonly edge: SignedAgent,
  ) {}

  /** A new host, and its agent at work. */
  static async onNewHost(
    application: { readonly url: string },
    owner: Client,
    organizationId: string,
    name: string,
    now: () => number = Date.now,
  ): Promise<ScriptedAgent> {
    const { id } = await owner.ok('POST', '/hosts', { name, organizationId });
    return ScriptedAgent.onHost(application, owner, id, now);
  }

  /** An agent that enrols on a host there is. */
  static async onHost(
    application: { readonly url: string },
    owner: Client,
    hostId: string,
    now: () => number = Date.now,
  ): Promise<ScriptedAgent> {
    const { token } = await owner.ok('POST', `/hosts/${hostId}/join-token`);
    const edge = new SignedAgent(application.url, now);
    const { body, status } = await edge.enroll(token);
    if (status !== 201) throw new Error(`the agent was not let in: ${status}`);
    return new ScriptedAgent(hostId, body.serverKey, edge);
  }

  poll(wait = 0, more: Partial<LeaseRequest> = {}): Promise<Answer> {
    return this.edge.send('/agent/v1/jobs/lease', { wait, instance: this.instance, ...more });
  }

  /** What a poll brought, its signature judged and its secret opened; undefined: nothing. */
  async opened({ status, body, text }: Answer): Promise<Handed | undefined> {
    if (status === 204) return undefined;
    if (status !== 200) throw new Error(`the poll was answered ${status}: ${text}`);
    const { leaseId, leaseUntil, job } = body as LeaseAnswer;
    if (!jobIsSigned(job, publicKeyOf('Ed25519', this.serverKey))) throw new Error('the job is not signed');
    const { d } = this.edge.sealing.privateKey.export({ format: 'jwk' });
    const secret = await openSecret(job.sealed, job.order, d as string);
    return { leaseId, leaseUntil, order: JSON.parse(job.order) as JobOrder, secret };
  }

  /** The next job, however long that takes. */
  async take(): Promise<Handed> {
    let job: Handed | undefined;
    await until('a job', async () => (job = await this.opened(await this.poll(1))) !== undefined);
    return job as Handed;
  }

  start({ order, leaseId }: Handed): Promise<Answer> {
    return this.edge.send(`/agent/v1/jobs/${order.jobId}/started`, { leaseId });
  }

  extend({ order, leaseId }: Handed): Promise<Answer> {
    return this.edge.send(`/agent/v1/jobs/${order.jobId}/extend`, { leaseId });
  }

  report(
    { order, leaseId }: Handed,
    outcome: JobOutcome,
    code?: string,
    more: Partial<JobResult> = {},
  ): Promise<Answer> {
    const { type, version, jobId } = order;
    const told = code === undefined ? {} : { code };
    return this.edge.send(`/agent/v1/jobs/${jobId}/result`, {
      leaseId,
      type,
      version,
      outcome,
      ...told,
      ...(this.calls === undefined ? {} : { target: this.calls }),
      ...more,
    } satisfies JobResult);
  }

  /** Does the next job as an agent should: says so, sets or looks, and tells. */
  async work(): Promise<Handed> {
    const job = await this.take();
    const { status, text } = await this.start(job);
    if (status !== 200) throw new Error(`not to be begun: ${text}`);
    if (job.order.type === 'set') this.holds = job.secret.value;
    await this.report(job, this.holds === job.secret.value ? 'confirmed' : 'drifted');
    return job;
  }
}
