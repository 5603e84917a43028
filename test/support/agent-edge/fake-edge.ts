import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SERVER_KEY_HEADER } from '../../../wire/agent-messages';
import type {
  ChallengeAnswer,
  ChallengeRequest,
  EnrollRequest,
  JobResult,
  LeaseAnswer,
  LeaseRequest,
  ReplaceKeysRequest,
} from '../../../wire/agent-messages';
import { signJob } from '../../../wire/job-signature';
import { fingerprintOf, formatJoinToken } from '../../../wire/join-token';
import { openToken } from '../../../wire/join-token-box';
import { keysAreProved } from '../../../wire/keys-proof';
import { publicKeyOf } from '../../../wire/raw-key';
import {
  AGENT_HEADER,
  requestIsSigned,
  SEQUENCE_HEADER,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from '../../../wire/request-signature';
import { sealSecret } from '../../../wire/secret-box';
import { proveServer } from '../../../wire/server-proof';
import { announceKey, type KeyAnnouncement } from '../../../wire/server-key-announcement';
import { serverKey, serverKeyOf, tokenSealingKey } from '../../../wire/server-key';

import { orderOf, problem, type Ordered, type Queued, type Reply } from './edge-parts';

export const HOST_ID = '0'.repeat(32);

/** The server's half of the agent edge in one process, true to the protocol, with no vault behind it. */
export class FakeEdge {
  private readonly rootKey = randomBytes(32);
  key = serverKey(this.rootKey);
  announcements: KeyAnnouncement[] = [];
  /** From before its key could be changed. */
  namesItsKey = true;
  private readonly tokenKey = tokenSealingKey(this.rootKey);
  readonly agentId = `${HOST_ID}.agent`;
  readonly jobs = new Map<string, Queued>();
  readonly results: (JobResult & { jobId: string })[] = [];
  /** Every number of a well-signed request, as it came. */
  readonly sequences: number[] = [];
  readonly requests: { path: string; body: unknown }[] = [];
  token = '';
  status: 'active' | 'pending_approval' | 'revoked' = 'active';
  cloned = false;
  /** From before it could prove itself. */
  knowsChallenges = true;
  /** What somebody on the way makes of the server's proof. */
  forge: (answer: ChallengeAnswer) => ChallengeAnswer = (answer) => answer;
  /** From before agents told what the target calls an account. */
  knowsTargets = true;
  /** What somebody on the way makes of a lease. */
  mangle: (lease: LeaseAnswer) => LeaseAnswer = (lease) => lease;
  /** After the request was carried out: the line breaks instead of an answer. */
  loseAnswer: (path: string) => boolean = () => false;
  private keys: { signingKey: string; sealingKey: string } | undefined;
  private spent: { token: string; signingKey: string } | undefined;
  /** The highest number of this agent; each counts its own from its enrolment on. */
  private newest = 0;
  private readonly server: Server;
  private readonly bells = new Set<() => void>();

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.freshToken();
  }

  static async start(): Promise<FakeEdge> {
    const edge = new FakeEdge();
    await edge.listen(0);
    return edge;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  freshToken(fingerprint = fingerprintOf(this.key.publicKey)): string {
    this.token = formatJoinToken({ hostId: HOST_ID, secret: randomBytes(32).toString('base64url'), fingerprint });
    return this.token;
  }

  order(ordered: Ordered): void {
    this.jobs.set(ordered.jobId, { ordered, attempts: 0, state: 'queued', leaseId: '', instance: '' });
    for (const ring of this.bells) ring();
  }

  resultsOf(jobId: string): readonly JobResult[] {
    return this.results.filter((each) => each.jobId === jobId);
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  /** Signs by another key from now on. */
  changeKey(announced = true): void {
    const next = serverKeyOf(randomBytes(32));
    if (announced) this.announcements.push(announceKey(this.key, next.publicKey));
    this.key = next;
  }

  /** Away, as a server is while it starts anew. */
  async stop(): Promise<void> {
    for (const ring of this.bells) ring();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const path = request.url ?? '';
    const { status, body } = await this.answer(request, path, Buffer.concat(chunks).toString('utf8'));
    if (this.loseAnswer(path)) {
      response.destroy();
      return;
    }
    response
      .writeHead(status, {
        'content-type': 'application/json',
        ...(this.namesItsKey ? { [SERVER_KEY_HEADER]: this.key.publicKey } : {}),
      })
      .end(body === undefined ? '' : JSON.stringify(body));
  }

  private async answer({ method, headers }: IncomingMessage, path: string, body: string): Promise<Reply> {
    if (method === 'GET') return { status: 200, body: {} };
    const parsed = JSON.parse(body) as Record<string, unknown>;
    const enrolling = ['/agent/v1/enroll', '/agent/v1/challenge'].includes(path);
    const signer = enrolling ? String(parsed['signingKey']) : this.keys?.signingKey;
    const agentId = headers[AGENT_HEADER] as string | undefined;
    const sequence = Number(headers[SEQUENCE_HEADER]);
    const timestamp = Number(headers[TIMESTAMP_HEADER]);
    const who = agentId === undefined ? {} : { agentId };
    const signed = { method: 'POST', path, ...who, timestamp, sequence, body };
    const isGood =
      signer !== undefined &&
      (enrolling ? agentId === undefined : agentId === this.agentId) &&
      requestIsSigned(signed, String(headers[SIGNATURE_HEADER]), publicKeyOf('Ed25519', signer));
    if (!isGood || this.status === 'revoked') return problem(401, 'UNAUTHENTICATED');
    if (Math.abs(Date.now() - timestamp) > 60_000) return problem(401, 'CLOCK_SKEW');
    if (!enrolling && sequence <= this.newest) this.cloned = true;
    if (this.cloned) return problem(409, 'AGENT_CLONED');
    if (!enrolling) this.newest = sequence;
    this.sequences.push(sequence);
    this.requests.push({ path, body: parsed });
    if (path === '/agent/v1/challenge') return this.prove(parsed as unknown as ChallengeRequest);
    if (enrolling) return this.enroll(parsed as unknown as EnrollRequest);
    if (this.status === 'pending_approval') return problem(403, 'AGENT_NOT_APPROVED');
    if (path === '/agent/v1/server-key') {
      const { announcements } = this;
      return { status: 200, body: { serverKey: this.key.publicKey, announcements } };
    }
    if (path === '/agent/v1/keys') return this.replaceKeys(parsed as unknown as ReplaceKeysRequest);
    if (path === '/agent/v1/jobs/lease') return this.lease(parsed as unknown as LeaseRequest);
    const [, jobId = '', verb] = /^\/agent\/v1\/jobs\/([^/]+)\/(started|extend|result)$/.exec(path) ?? [];
    return this.ofJob(decodeURIComponent(jobId), verb, parsed as unknown as JobResult);
  }

  private prove({ nonce }: ChallengeRequest): Reply {
    if (!this.knowsChallenges) return problem(404, 'NOT_FOUND');
    const { publicKey: serverKey, privateKey } = this.key;
    const keys = { serverKey, sealingKey: this.tokenKey.public, privateKey };
    return { status: 200, body: this.forge({ ...proveServer(nonce, keys), announcements: this.announcements }) };
  }

  private async enroll({ sealedToken, signingKey, sealingKey }: EnrollRequest): Promise<Reply> {
    const opened = sealedToken && (await openToken(sealedToken, { signingKey, sealingKey }, this.tokenKey.private));
    const token = opened ?? '';
    const repeated = this.spent?.token === token && this.spent.signingKey === signingKey;
    if (!repeated && (token !== this.token || this.spent?.token === token)) return problem(401, 'UNAUTHENTICATED');
    if (!repeated) this.newest = 0;
    this.spent = { token, signingKey };
    this.keys = { signingKey, sealingKey };
    const { agentId, status } = this;
    return {
      status: 201,
      body: { agentId, hostId: HOST_ID, hostName: 'web-1', status, serverKey: this.key.publicKey },
    };
  }

  private replaceKeys(request: ReplaceKeysRequest): Reply {
    const proved = keysAreProved(this.agentId, request, publicKeyOf('Ed25519', request.signingKey));
    if (!proved) return problem(400, 'VALIDATION_FAILED');
    this.keys = request;
    return { status: 204 };
  }

  private async lease({ wait, instance }: LeaseRequest): Promise<Reply> {
    const isFree = (job: Queued): boolean =>
      job.state === 'queued' || (job.state !== 'done' && job.instance !== instance);
    const next = (): Queued | undefined => [...this.jobs.values()].find(isFree);
    if (next() === undefined && wait > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait * 1000);
        const ring = (): void => {
          clearTimeout(timer);
          this.bells.delete(ring);
          resolve();
        };
        this.bells.add(ring);
      });
    }
    const job = next();
    if (job === undefined || this.keys === undefined) return { status: 204 };
    job.attempts += 1;
    Object.assign(job, {
      instance,
      leaseId: randomBytes(8).toString('hex'),
      state: job.state === 'queued' ? 'leased' : job.state,
    });
    const { secret } = job.ordered;
    const now = Date.now();
    const order = orderOf(job, { agentId: this.agentId, hostId: HOST_ID, now });
    const text = JSON.stringify(order);
    const sealed = await sealSecret(secret, text, this.keys.sealingKey);
    const leaseUntil = new Date(now + 60_000).toISOString();
    const answer = { leaseId: job.leaseId, leaseUntil, job: signJob({ order: text, sealed }, this.key.privateKey) };
    return { status: 200, body: this.mangle(answer) };
  }

  private ofJob(jobId: string, verb: string | undefined, body: JobResult): Reply {
    const job = this.jobs.get(jobId);
    if (job === undefined || verb === undefined) return problem(404, 'NOT_FOUND');
    if (verb === 'result') {
      if (body.target !== undefined && !this.knowsTargets) return problem(400, 'VALIDATION_FAILED');
      this.results.push({ ...body, jobId });
      job.state = 'done';
      return { status: 200, body: {} };
    }
    if (body.leaseId !== job.leaseId || job.state === 'done') return problem(409, 'LEASE_LOST');
    job.state = 'started';
    return { status: 200, body: { leaseUntil: new Date(Date.now() + 60_000).toISOString() } };
  }
}
