import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Faults } from './faults';
import type { Order, Report, StartOptions } from './orders';
import type { Settings } from './server-state';

const MAIN = join(__dirname, 'main.ts');
const RUN_TYPESCRIPT = join(__dirname, '../run-typescript.cjs');
/** What a server is unless it is told another; 1 MiB is its own choice. */
const USUAL: Settings = { flavour: '23.10', batchAppend: true, maxAppendBytes: 1024 * 1024 };

export type DoubleOptions = Partial<Settings> & Partial<Pick<StartOptions, 'empty' | 'faults' | 'tls'>>;

type Done = Extract<Report, { done: number }>;

/** A server of the EventStoreDB protocol in a process of its own, with its log in a file, and faults on demand. */
export class EventStoreDouble {
  private orders = 0;
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly options: DoubleOptions,
    private port: number,
  ) {}

  static async start(options: DoubleOptions = {}): Promise<EventStoreDouble> {
    const double = new EventStoreDouble(mkdtempSync(join(tmpdir(), 'keyledger-esdb-')), options, 0);
    await double.restart();
    return double;
  }

  /** Its connection string; `query` begins with `&`. */
  url(query = '', credentials = ''): string {
    const tls = this.options.tls !== undefined;
    return `esdb://${credentials}127.0.0.1:${this.port}?tls=${tls}${query}`;
  }

  get address(): { address: string; port: number } {
    return { address: '127.0.0.1', port: this.port };
  }

  /** Where its log lies: whoever copies it away can put it back, as operators do with a backup. */
  get logPath(): string {
    return join(this.folder, 'log.jsonl');
  }

  /** Begins again on the log as it stands, on the same port. */
  async restart(faults: Partial<Faults> = {}): Promise<void> {
    const { empty = false, faults: always, tls, ...settings } = this.options;
    const start: StartOptions = {
      logPath: this.logPath,
      port: this.port,
      settings: { ...USUAL, ...settings },
      empty,
      faults: { ...always, ...faults },
      ...(tls === undefined ? {} : { tls }),
    };
    const child = spawn(process.execPath, ['-r', RUN_TYPESCRIPT, MAIN, JSON.stringify(start)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child = child;
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the double ended before it was ready: ${said}`);
    });
    const [report] = (await Promise.race([once(child, 'message'), ended])) as [Report];
    ended.catch(() => undefined);
    this.port = 'ready' in report ? report.ready : this.port;
  }

  /** Answers what it has counted so far. */
  async order(order: Omit<Order, 'id'> = {}): Promise<Done> {
    const { child } = this;
    if (child === undefined) {
      throw new Error('the double is not running');
    }
    const id = (this.orders += 1);
    const done = new Promise<Done>((resolve) => {
      const hear = (report: Report) => {
        if ('done' in report && report.done === id) {
          child.off('message', hear);
          resolve(report);
        }
      };
      child.on('message', hear);
    });
    child.send({ id, ...order });
    return done;
  }

  faults(faults: Partial<Faults>): Promise<Done> {
    return this.order({ faults });
  }

  /** As `kill -9`: what was answered is in the log, what was not may be. */
  async kill(): Promise<void> {
    await this.signal('SIGKILL');
  }

  /** Stands still with its connections open: not even a ping is answered. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends it and removes its log. */
  async end(): Promise<void> {
    await this.signal('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async signal(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    }
  }
}
