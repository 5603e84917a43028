import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port';
import { EventStoreDouble } from '../eventstoredb/event-store-double';
import type { Json } from '../json';
import { until } from '../until';
import { breakRows } from './broken-rows';
import { olderFiles } from './older-files';
import { rewriteDouble, rewriteFile, type Rewrite } from './raw-log';
import { runningApplication, type RunningApplication } from './running-application';

/** An event somebody else writes. */
export interface Foreign {
  readonly stream: string;
  readonly type: string;
  readonly data?: string;
}

const METADATA = JSON.stringify({
  actor: { kind: 'user', userId: 'stranger' },
  time: '2026-01-01T00:00:00.000Z',
  correlationId: 'stranger',
});

/** An application, and what befalls its log from outside. Where its file is touched, it is restarted for it. */
export abstract class LogMishaps {
  protected kept = false;

  protected constructor(public application: RunningApplication) {}

  static async begin(store: 'embedded' | 'eventstoredb'): Promise<LogMishaps> {
    const env = { KEYLEDGER_PORT: String(await freePort()), KEYLEDGER_OWNER_EMAIL: 'owner@example.com' };
    if (store === 'embedded') return new FileMishaps(await runningApplication({ env }));
    const double = await EventStoreDouble.start();
    const engine = { KEYLEDGER_EVENT_STORE: 'eventstoredb', EVENTSTORE_URL: double.url() };
    const key = { KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 3).toString('base64') };
    return new ServerMishaps(await runningApplication({ env: { ...env, ...engine, ...key } }), double);
  }

  abstract write(event: Foreign): Promise<void>;
  /** All of a stream, or what a failing disk leaves of it. */
  abstract lose(stream: string): Promise<void>;
  /** Somebody writes past every server, while none runs. */
  abstract rewrite(rewrite: Rewrite): Promise<void>;
  abstract keep(): Promise<void>;
  abstract putBack(): Promise<void>;

  /** On the same port: whoever spoke to it speaks to the next one. */
  async restart(work: () => void = () => undefined): Promise<void> {
    await this.application.close();
    work();
    this.application = await this.application.restart();
    await this.answers();
  }

  /** As if the read store had been new. */
  restartWithoutReads(): Promise<void> {
    const { dataDir } = this.application;
    return this.restart(() => {
      const reads = readdirSync(dataDir).filter((name) => name.startsWith('reads.db'));
      reads.forEach((name) => rmSync(join(dataDir, name)));
    });
  }

  async end(): Promise<void> {
    await this.application.end();
  }

  /** Connections of the server before may be tried once more. */
  protected async answers(): Promise<void> {
    await until('an answer', async () => {
      const answer = await fetch(`${this.application.url}/health/live`).catch(() => undefined);
      return answer?.ok === true;
    });
  }
}

/** What befalls `events.db` while no server has it open. */
class FileMishaps extends LogMishaps {
  private sql(sql: string): Promise<void> {
    return this.restart(() => breakRows(this.application.dataDir, sql));
  }

  write({ stream, type, data = '{}' }: Foreign): Promise<void> {
    return this.sql(
      `INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), '${stream}', coalesce(max(revision), -1) + 1,
       lower(hex(randomblob(16))), '${type}', '${data}', '${METADATA}' FROM events WHERE stream = '${stream}'`,
    );
  }

  lose(stream: string): Promise<void> {
    return this.sql(`DELETE FROM events WHERE stream = '${stream}' AND position < (SELECT max(position) FROM events)`);
  }

  rewrite(rewrite: Rewrite): Promise<void> {
    return this.restart(() => rewriteFile(this.application.dataDir, rewrite));
  }

  async keep(): Promise<void> {
    await this.restart(() => olderFiles(this.application.dataDir).keep('events'));
    this.kept = true;
  }

  async putBack(): Promise<void> {
    if (this.kept) await this.restart(() => olderFiles(this.application.dataDir).putBack('events'));
  }
}

/** What befalls an EventStoreDB while its application runs. */
class ServerMishaps extends LogMishaps {
  constructor(
    application: RunningApplication,
    private readonly double: EventStoreDouble,
  ) {
    super(application);
  }

  async write(event: Foreign): Promise<void> {
    await this.double.order({ strangers: [{ does: 'write', ...event }] });
  }

  async lose(stream: string): Promise<void> {
    await this.double.order({ strangers: [{ does: 'delete', stream }] });
  }

  async rewrite(rewrite: Rewrite): Promise<void> {
    await this.application.close();
    await this.double.kill();
    rewriteDouble(this.double.logPath, rewrite);
    await this.double.restart();
    this.application = await this.application.restart();
    await this.answers();
  }

  async keep(): Promise<void> {
    copyFileSync(this.double.logPath, `${this.double.logPath}.older`);
    this.kept = true;
  }

  async putBack(): Promise<void> {
    if (!this.kept) return;
    await this.double.kill();
    copyFileSync(`${this.double.logPath}.older`, this.double.logPath);
    await this.double.restart();
  }

  override async end(): Promise<void> {
    await super.end();
    await this.double.end();
  }
}

/** Settles whatever is open, as an owner who has thought about it. */
export const settleAll = async (owner: {
  ok(method: string, path: string, body?: unknown): Promise<Json>;
  post(path: string, body?: unknown): Promise<unknown>;
}): Promise<void> => {
  const { items } = await owner.ok('GET', '/operations/damage');
  for (const { id, settledBy } of items as Json[]) {
    if (settledBy === undefined) await owner.post(`/operations/damage/${id}/settle`, { reason: 'by chance' });
  }
};
