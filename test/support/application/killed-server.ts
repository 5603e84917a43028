import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Client } from './client';
import { signedIn, startServer, type ServerProcess } from './server-process';

const PRELOAD = join(__dirname, 'killed-at.cjs');

/** A real server on stores of its own that is killed at a step, started again, and asked again. */
export class KilledServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-killed-'));
  private readonly env = { KEYLEDGER_DATA_DIR: join(this.folder, 'data') };
  private readonly killAtFile = join(this.folder, 'kill-at');
  /** Each step that it was killed at, in their order. */
  readonly killedAt: string[] = [];
  private server: ServerProcess | undefined;
  private running = '';

  /** `preload`: what runs before the server and kills it. */
  constructor(private readonly preload = PRELOAD) {}

  get url(): string {
    return this.running;
  }

  /** Stops what runs, and starts it again. `killAt`: `before` or `after` and the wire name of a fact; absent: it lives. */
  async start(killAt = '', more: Readonly<Record<string, string>> = {}): Promise<void> {
    const before = this.server;
    this.server = undefined;
    before?.kill('SIGKILL');
    await before?.ended();
    writeFileSync(this.killAtFile, killAt);
    const preloaded = { KILL_AT_FILE: this.killAtFile, NODE_OPTIONS: `--require ${this.preload}` };
    const server = startServer({ ...this.env, ...more, ...preloaded });
    this.server = server;
    // Whom this very object ends is not there any more by then.
    void server.ended().then(() => this.server === server && this.killedAt.push(readFileSync(this.killAtFile, 'utf8')));
    this.running = await server.ready();
  }

  /** It runs and will live: started only where it has been killed. */
  async live(): Promise<void> {
    writeFileSync(this.killAtFile, '');
    const { exitCode, signalCode } = this.server?.process ?? { exitCode: 1, signalCode: null };
    if (exitCode !== null || signalCode !== null) await this.start();
  }

  /** From now on what runs is killed at this step, as in `start`, counted from now. */
  killAt(step: string): void {
    writeFileSync(this.killAtFile, step);
  }

  as(email: string): Promise<Client> {
    return signedIn(this.url, this.env, email);
  }

  /** The variables with which a command reaches it as somebody. */
  async reachedBy(email: string): Promise<Readonly<Record<string, string>>> {
    return { KEYLEDGER_URL: this.url, KEYLEDGER_TOKEN: (await this.as(email)).token };
  }

  /** How it ended, once it has. */
  async died(): Promise<number | NodeJS.Signals | undefined> {
    return this.server?.ended();
  }

  /** The answer, after a start if the server is killed meanwhile: the same request again, under the same key. */
  async insist(email: string, path: string, body: object, key: string): Promise<Answer> {
    const ask = async () => (await this.as(email)).post(path, body, { 'idempotency-key': key });
    try {
      return await ask();
    } catch {
      await this.died();
      await this.start();
      return ask();
    }
  }

  async end(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.kill('SIGKILL');
    await server?.ended();
    rmSync(this.folder, { recursive: true });
  }
}
