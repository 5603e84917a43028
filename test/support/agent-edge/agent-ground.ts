import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobResult } from '../../../wire/agent-messages';
import { until } from '../until';
import { packed, startAgent, type AgentProcess } from './agent-process';
import type { Ordered } from './edge-parts';
import { FakeEdge } from './fake-edge';

/** A server's edge, a folder of accounts and of state, and the real agent as a process of its own; anew for each test. */
export class AgentGround {
  edge!: FakeEdge;
  private folder = '';
  private running: AgentProcess[] = [];
  private readonly program = packed();

  /** Registers what makes and clears it with jest. */
  constructor() {
    beforeEach(() => this.open());
    afterEach(() => this.close());
    afterAll(() => this.program.remove());
  }

  get stateDir(): string {
    return join(this.folder, 'state');
  }

  get accounts(): string {
    return join(this.folder, 'accounts');
  }

  /** The account that every test has: `app`, holding `the-old-value`. */
  get account(): string {
    return join(this.accounts, 'app');
  }

  get configFile(): string {
    return join(this.folder, 'config.json');
  }

  get value(): string {
    return readFileSync(this.account, 'utf8');
  }

  get journal(): string {
    return readFileSync(join(this.stateDir, 'journal.jsonl'), 'utf8');
  }

  /** How often an account was set. */
  get timesSet(): number {
    return readFileSync(join(this.accounts, 'sets.log'), 'utf8').split('\n').length - 1;
  }

  /** What a first start needs. */
  get coming(): readonly string[] {
    return ['--server', this.edge.url, '--token', this.edge.token];
  }

  configure(more: object): void {
    const connectors = { 'test-file': { folder: this.accounts } };
    writeFileSync(this.configFile, JSON.stringify({ connectors, ...more }));
  }

  run(args: readonly string[] = [], env: Record<string, string> = {}): AgentProcess {
    const always = ['--state-dir', this.stateDir, '--config', this.configFile];
    const agent = startAgent(this.program.file, [...always, ...args], env);
    this.running.push(agent);
    return agent;
  }

  /** Enrols and does what there is to do. */
  async enrol(): Promise<void> {
    const agent = this.run([...this.coming, '--once']);
    if ((await agent.ended()) !== 0) throw new Error(`the agent failed: ${agent.said()}`);
  }

  /** An order to set `app` to `the-new-value`. */
  order(more: Partial<Ordered> = {}): void {
    this.edge.order({
      jobId: 'identity.job-1',
      type: 'set',
      version: 2,
      target: { connector: 'test-file', username: 'app', settings: {} },
      secret: { value: 'the-new-value', previous: 'the-old-value' },
      ...more,
    });
  }

  async result(jobId = 'identity.job-1'): Promise<JobResult | undefined> {
    await until(`a result of ${jobId}`, () => this.edge.resultsOf(jobId).length > 0, 10_000);
    return this.edge.resultsOf(jobId).at(-1);
  }

  private async open(): Promise<void> {
    this.edge = await FakeEdge.start();
    this.folder = mkdtempSync(join(tmpdir(), 'keyledger-agent-'));
    mkdirSync(this.accounts);
    writeFileSync(this.account, 'the-old-value');
    this.configure({});
  }

  private async close(): Promise<void> {
    for (const each of this.running) each.kill('SIGKILL');
    await Promise.all(this.running.map((each) => each.ended()));
    this.running = [];
    await this.edge.stop();
    rmSync(this.folder, { recursive: true });
  }
}
