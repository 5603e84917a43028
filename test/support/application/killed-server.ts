import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Client } from './client';
import { signedIn, startServer, type ServerProcess } from './server-process';

const PRELOAD = join(__dirname, 'killed-at.cjs');

/** A real server on stores of its own that is killed at a step, started again, and asked again. */
export class KilledServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-killed-'));
  private readonly env = { KEYLEDGER_DATA_DIR: join(this.folder, 'data') };
  private server: ServerProcess | undefined;
  private running = '';

  /** `preload`: what runs before the server and kills it. */
  constructor(private readonly preload = PRELOAD) {}

  get url(): string {
    return this.running;
  }

  /** Stops what runs, and starts it again. `killAt`: `before` or `after` and the wire name of a fact; absent: it lives. */
  async start(killAt?: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    this.server?.kill('SIGKILL');
    await this.server?.ended();
    const kill: Record<string, string> = killAt === undefined ? {} : { KILL_AT: killAt };
    this.server = startServer({ ...this.env, ...more, ...kill, NODE_OPTIONS: `--require ${this.preload}` });
    this.running = await this.server.ready();
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
    this.server?.kill('SIGKILL');
    await this.server?.ended();
    rmSync(this.folder, { recursive: true });
  }
}
