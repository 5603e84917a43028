import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, startAgent, type AgentProcess } from '../../support/agent-edge/agent-process';
import type { Answer, Client } from '../../support/application/client';
import { signedIn, startServer, type ServerProcess } from '../../support/application/server-process';
import { until } from '../../support/until';
import { freePort } from '../../support/free-port';

const DIE_AT = join(__dirname, 'die-at-append.cjs');
const TIMEOUT_MS = 20_000;

/** A real server and the real agent of this host. Whichever dies by SIGKILL is started again, as a supervisor would. */
export class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-site-'));
  readonly dataDir = join(this.folder, 'data');
  readonly stateDir = join(this.folder, 'agent');
  /** How often each was killed. */
  readonly deaths = { server: 0, agent: 0 };
  organizationId = '';
  hostId = '';
  vaultId = '';
  private readonly agentProgram = packed();
  private server: ServerProcess | undefined;
  private agent: AgentProcess | undefined;
  private known: Client | undefined;
  private said = '';
  private closing = false;

  private constructor(
    private readonly port: number,
    private readonly agentConfig: object,
  ) {}

  static async open(agentConfig: object = {}): Promise<Site> {
    const site = new Site(await freePort(), agentConfig);
    await site.startServer();
    await site.makeHost();
    return site;
  }

  get owner(): Client {
    if (this.known === undefined) throw new Error('the server was never started');
    return this.known;
  }

  /** Everything both of them printed. */
  get output(): string {
    return [this.said, this.server?.said.stdout, this.server?.said.stderr, this.agent?.said()].join('\n');
  }

  private get env(): Record<string, string> {
    return { KEYLEDGER_DATA_DIR: this.dataDir, KEYLEDGER_PORT: String(this.port) };
  }

  /** Ends the server as an operator would, and starts one that dies at this point: `before:` or `after:` a fact's type. */
  async startServer(dieAt?: string): Promise<void> {
    this.server?.kill('SIGTERM');
    await this.server?.ended();
    const wish: Record<string, string> =
      dieAt === undefined ? {} : { NODE_OPTIONS: `--require=${DIE_AT}`, DIE_AT: dieAt };
    const server = startServer({ ...this.env, ...wish });
    this.server = server;
    const url = await server.ready();
    this.known ??= await signedIn(url, this.env, 'owner@example.com');
    void server.ended().then((how) => {
      this.said += server.said.stdout + server.said.stderr;
      if (how !== 'SIGKILL' || this.closing) return;
      this.deaths.server += 1;
      this.server = undefined;
      void this.startServer();
    });
  }

  /** Ends the agent and starts one that dies at this point; see `agent/point.ts`. */
  async runAgent(crashAt?: string): Promise<void> {
    this.agent?.kill('SIGTERM');
    await this.agent?.ended();
    const words = ['--state-dir', this.stateDir, '--config', join(this.folder, 'agent.json')];
    const agent = startAgent(this.agentProgram.file, words, {
      KEYLEDGER_TEST_WAIT: '50',
      ...(crashAt === undefined ? {} : { KEYLEDGER_TEST_CRASH_AT: crashAt }),
    });
    this.agent = agent;
    void agent.ended().then((how) => {
      this.said += agent.said();
      if (how !== 'SIGKILL' || this.closing) return;
      this.deaths.agent += 1;
      this.agent = undefined;
      void this.runAgent();
    });
  }

  kill(which: 'server' | 'agent'): void {
    this[which]?.kill('SIGKILL');
  }

  /** The answer of somebody who asks again while there is none, as clients do, with the same key. */
  async insist(method: string, path: string, body?: object, key?: string): Promise<Answer> {
    let answer: Answer | undefined;
    await until(
      `an answer to ${method} ${path}`,
      async () => {
        const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
        answer = await this.owner.send(method, path, body, headers).catch(() => undefined);
        return answer !== undefined && answer.status !== 503;
      },
      TIMEOUT_MS,
    );
    return answer as Answer;
  }

  async close(): Promise<void> {
    this.closing = true;
    for (const process of [this.agent, this.server]) {
      process?.kill('SIGKILL');
      await process?.ended();
    }
    this.agentProgram.remove();
    rmSync(this.folder, { recursive: true });
  }

  private async makeHost(): Promise<void> {
    const { owner } = this;
    this.organizationId = (await owner.ok('POST', '/organizations', { name: 'Site' })).id;
    await owner.ok('PUT', `/organizations/${this.organizationId}/secret`, { secret: 's'.repeat(40) });
    const inIt = { organizationId: this.organizationId };
    this.vaultId = (await owner.ok('POST', '/identity-groups', { name: 'Accounts', ...inIt })).id;
    this.hostId = (await owner.ok('POST', '/hosts', { name: 'this-host', ...inIt })).id;
    const { token } = await owner.ok('POST', `/hosts/${this.hostId}/join-token`);
    mkdirSync(this.stateDir, { mode: 0o700 });
    writeFileSync(join(this.folder, 'agent.json'), JSON.stringify(this.agentConfig), { mode: 0o600 });
    const words = ['--state-dir', this.stateDir, '--config', join(this.folder, 'agent.json')];
    const url = `http://127.0.0.1:${this.port}`;
    const enrolling = startAgent(this.agentProgram.file, ['--server', url, '--token', token, '--once', ...words]);
    if ((await enrolling.ended()) !== 0) throw new Error(`the agent did not enrol: ${enrolling.said()}`);
    await this.runAgent();
  }
}
