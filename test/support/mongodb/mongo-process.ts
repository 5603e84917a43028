import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '../../../scripts/serve-mongo.mjs');

/** The MongoDB server of the tests as a process that a test may kill and start again on the same data. */
export class MongoProcess {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-mongo-process-'));
  private child?: ChildProcess;

  /** Answers host and port, which are others after each start. */
  async start(): Promise<string> {
    // A pipe for its standard input, which ends with this process: a test that fails leaves no server behind.
    const child = spawn(process.execPath, [PROGRAM, this.folder], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.child = child;
    const started = once(child.stdout, 'data') as Promise<[Buffer]>;
    const [line] = await Promise.race([
      started,
      once(child, 'exit').then(([code]) => {
        throw new Error(`the MongoDB server for tests ended with ${code} before it served`);
      }),
    ]);
    return line.toString().trim().replace('mongodb://', '');
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
