import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKeyFile } from '../../../src/adapters/evidence/open-evidence-key';
import { freePort } from '../free-port';
import { EventStoreDouble } from '../eventstoredb/event-store-double';
import { until } from '../until';
import { breakRows } from './broken-rows';
import { rewriteDouble, rewriteFile, type Rewrite } from './raw-log';
import { runningApplication, type RunningApplication } from './running-application';

/** What an attacker may exchange by itself. `mark`: how far the signing key says that it has signed. */
export type Part = 'events' | 'material' | 'reads' | 'evidence' | 'key' | 'mark';

const STORES: readonly Part[] = ['events', 'material', 'reads', 'evidence'];
const ALL: readonly Part[] = [...STORES, 'key', 'mark'];

/** A server whose key for checkpoints lies outside its stores, and what befalls these while it does not run. */
export class AttackedLog {
  private running: RunningApplication | undefined;
  private readonly root = mkdtempSync(join(tmpdir(), 'keyledger-attacked-'));
  private readonly keyFile = join(this.root, 'outside.key');
  readonly dataDir = join(this.root, 'data');

  private constructor(
    private readonly port: number,
    private readonly double: EventStoreDouble | undefined,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    makeKeyFile(this.keyFile);
  }

  static async begin(
    store: 'embedded' | 'eventstoredb',
    env: Readonly<Record<string, string>> = {},
  ): Promise<AttackedLog> {
    const double = store === 'embedded' ? undefined : await EventStoreDouble.start();
    const log = new AttackedLog(await freePort(), double, env);
    await log.serve();
    return log;
  }

  get application(): RunningApplication {
    if (this.running === undefined) throw new Error('the server does not run');
    return this.running;
  }

  private async serve(): Promise<void> {
    const { dataDir, double } = this;
    this.running = await runningApplication({
      dataDir,
      env: {
        KEYLEDGER_PORT: String(this.port),
        KEYLEDGER_OWNER_EMAIL: 'owner@example.com',
        KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 3).toString('base64'),
        KEYLEDGER_EVIDENCE_KEY_FILE: this.keyFile,
        ...this.env,
        ...(double === undefined ? {} : { KEYLEDGER_EVENT_STORE: 'eventstoredb', EVENTSTORE_URL: double.url() }),
      },
    });
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
    await this.double?.kill();
  }

  async start(): Promise<void> {
    await this.double?.restart();
    await this.serve();
    // Connections of the server before may be tried once more.
    await until('an answer', async () => {
      const answer = await fetch(`${this.application.url}/health/live`).catch(() => undefined);
      return answer?.ok === true;
    });
  }

  /** Copies of a server that is stopped. */
  keep(name: string, parts: readonly Part[] = ALL): void {
    mkdirSync(this.kept(name), { recursive: true });
    this.filesOf(parts).forEach((path) => cpSync(path, join(this.kept(name), path.slice(path.lastIndexOf('/')))));
  }

  putBack(name: string, parts: readonly Part[] = ALL): void {
    this.lose(parts);
    const outside = [this.double?.logPath, this.keyFile, `${this.keyFile}.mark`];
    for (const file of readdirSync(this.kept(name)).filter((each) => parts.some((part) => this.isOf(part, each)))) {
      const to = outside.find((path) => path?.endsWith(`/${file}`)) ?? join(this.dataDir, file);
      cpSync(join(this.kept(name), file), to);
    }
  }

  lose(parts: readonly Part[]): void {
    this.filesOf(parts).forEach((path) => rmSync(path));
  }

  /** As if it had never signed. */
  anotherKey(): void {
    this.lose(['key', 'mark']);
    makeKeyFile(this.keyFile);
  }

  rewrite(rewrite: Rewrite): void {
    if (this.double !== undefined) rewriteDouble(this.double.logPath, rewrite);
    else {
      rewriteFile(this.dataDir, rewrite);
      // Whoever writes the file writes that too.
      breakRows(
        this.dataDir,
        `DELETE FROM stream_ends; INSERT INTO stream_ends SELECT stream, max(revision), max(position) FROM events GROUP BY stream`,
      );
    }
  }

  async end(): Promise<void> {
    await this.running?.close();
    await this.double?.end();
    rmSync(this.root, { recursive: true });
  }

  private kept(name: string): string {
    return join(this.root, `kept-${name}`);
  }

  private isOf(part: Part, file: string): boolean {
    if (part === 'key') return file === 'outside.key';
    if (part === 'mark') return file === 'outside.key.mark';
    if (part === 'events' && this.double !== undefined) return this.double.logPath.endsWith(`/${file}`);
    return file.startsWith(`${part}.db`);
  }

  private filesOf(parts: readonly Part[]): readonly string[] {
    const inFolder = readdirSync(this.dataDir).map((file) => join(this.dataDir, file));
    const beside = [this.keyFile, `${this.keyFile}.mark`, ...(this.double === undefined ? [] : [this.double.logPath])];
    return [...inFolder, ...beside.filter(existsSync)].filter((path) =>
      parts.some((part) => this.isOf(part, path.slice(path.lastIndexOf('/') + 1))),
    );
  }
}
