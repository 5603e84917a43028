import { generateKeyPairSync } from 'node:crypto';
import type { EnrollAnswer, LeaseAnswer } from '../../wire/agent-messages';
import type { JobOrder } from '../../wire/job-order';
import { rawKeyOf } from '../../wire/raw-key';
import {
  AGENT_HEADER,
  SEQUENCE_HEADER,
  SIGNATURE_HEADER,
  signRequest,
  TIMESTAMP_HEADER,
} from '../../wire/request-signature';
import type { Api } from './api';

const FACTS = { hostname: 'bench', platform: 'bench', agentVersion: '0.0.0', connectors: ['linux-password'] };

/** Speaks as an agent does and touches nothing: what it is told to set, it says is set and proved. */
export class SimulatedAgent {
  private readonly signing = generateKeyPairSync('ed25519');
  private readonly sealing = generateKeyPairSync('x25519');
  private sequence = 0;
  private agentId: string | undefined;
  private skew = 0;

  private constructor(
    private url: string,
    readonly hostId: string,
  ) {}

  static async join(url: string, call: Api, organizationId: string, name: string): Promise<SimulatedAgent> {
    const { id } = await call<{ id: string }>('POST', '/hosts', { name, organizationId });
    const { token } = await call<{ token: string }>('POST', `/hosts/${id}/join-token`);
    const agent = new SimulatedAgent(url, id);
    const keys = { signingKey: rawKeyOf(agent.signing.publicKey), sealingKey: rawKeyOf(agent.sealing.publicKey) };
    const enrolled = await agent.post<EnrollAnswer>('/agent/v1/enroll', { token, ...keys, facts: FACTS });
    agent.agentId = enrolled?.agentId;
    return agent;
  }

  /** From now on it speaks to a server elsewhere, whose clock is so far ahead. */
  moveTo(url: string, skew: number): void {
    this.url = url;
    this.skew = skew;
  }

  /** Waits for a job at most so many seconds; undefined: there was none. */
  poll(wait: number, stop?: AbortSignal): Promise<LeaseAnswer | undefined> {
    return this.post('/agent/v1/jobs/lease', { wait, instance: 'bench' }, stop);
  }

  /** Does jobs until it is stopped; `done` hears of each. */
  async work(stop: AbortSignal, done: (order: JobOrder) => void): Promise<void> {
    while (!stop.aborted) {
      try {
        const lease = await this.poll(50, stop);
        if (lease !== undefined) done(await this.carryOut(lease));
      } catch (error) {
        if (!stop.aborted) throw error;
      }
    }
  }

  private async carryOut({ leaseId, job }: LeaseAnswer): Promise<JobOrder> {
    const order = JSON.parse(job.order) as JobOrder;
    const { jobId, type, version } = order;
    await this.post(`/agent/v1/jobs/${jobId}/started`, { leaseId });
    await this.post(`/agent/v1/jobs/${jobId}/result`, { leaseId, type, version, outcome: 'confirmed' });
    return order;
  }

  private async post<T>(path: string, content: object, signal?: AbortSignal): Promise<T | undefined> {
    const body = JSON.stringify(content);
    const { agentId } = this;
    const who = agentId === undefined ? {} : { agentId };
    const request = {
      method: 'POST',
      path,
      ...who,
      timestamp: Date.now() + this.skew,
      sequence: (this.sequence += 1),
      body,
    };
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(agentId === undefined ? {} : { [AGENT_HEADER]: agentId }),
        [TIMESTAMP_HEADER]: String(request.timestamp),
        [SEQUENCE_HEADER]: String(request.sequence),
        [SIGNATURE_HEADER]: signRequest(request, this.signing.privateKey),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as T);
  }
}
