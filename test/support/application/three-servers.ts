import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Client } from './client';
import { clearEngines, enginesFor } from './engines';
import { signedIn, startServer, type ServerProcess } from './server-process';

/** Runs before the server and sets its clock off. */
const SKEW = join(__dirname, 'skewed-clock.cjs');
const TIMEOUT_MS = 25_000;

/** One of several servers on the same engines. */
export interface Node {
  readonly url: string;
  readonly server: ServerProcess;
  as(email: string): Promise<Client>;
}

/** Servers in processes of their own on one set of engines, each with a clock of its own. */
export class ThreeServers {
  private readonly folder = mkdtempSync(join(tmpdir(), `keyledger-nodes-${randomBytes(3).toString('hex')}-`));
  private readonly dataDir = join(this.folder, 'data');
  private readonly started: ServerProcess[] = [];

  /** The variables with which a command works on their stores. */
  get env(): Readonly<Record<string, string>> {
    return { KEYLEDGER_DATA_DIR: this.dataDir, ...enginesFor(this.dataDir) };
  }

  /** Answers when it is ready. `skewMs`: what its clock is ahead. `more`: variables beside. */
  async start(skewMs = 0, more: Readonly<Record<string, string>> = {}): Promise<Node> {
    const env = { KEYLEDGER_DATA_DIR: this.dataDir };
    const server = startServer({
      ...env,
      ...more,
      // A thousand callers on two busy cores: an answer of the double may take longer than one that is awaited in earnest.
      EVENTSTORE_URL: `${enginesFor(this.dataDir)['EVENTSTORE_URL']}&defaultDeadline=${TIMEOUT_MS}`,
      NODE_OPTIONS: `--require ${SKEW}`,
      SKEW_MS: String(skewMs),
    });
    this.started.push(server);
    const url = await server.ready();
    return { url, server, as: (email) => signedIn(url, env, email) };
  }

  /** The documents of a collection of their database, to look at or to take away. */
  async inDatabase<T>(work: (database: ReturnType<MongoClient['db']>) => Promise<T>): Promise<T> {
    const client = await MongoClient.connect(enginesFor(this.dataDir)['MONGODB_URL'] ?? '');
    try {
      return await work(client.db());
    } finally {
      await client.close();
    }
  }

  async end(): Promise<void> {
    this.started.forEach((each) => each.kill('SIGKILL'));
    await Promise.all(this.started.map((each) => each.ended()));
    await clearEngines(this.dataDir);
    rmSync(this.folder, { recursive: true });
  }
}
