import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLog } from '../../../src/adapters/copy/copy-log';
import { loadConfig } from '../../../src/config/load-config';
import type { Copied } from '../../../src/kernel/copied';
import type { Clock } from '../../../src/kernel/clock';
import { StoreUnavailable } from '../../../src/kernel/store-errors';
import { EventStoreDouble } from '../eventstoredb/event-store-double';
import { newDatabase } from '../mongodb/databases';
import type { Environment } from './command-line';
import { runningApplication, type RunningApplication } from './running-application';

/** Places a log may lie at, all under one root key, and a double of EventStoreDB for each that needs one. */
export class PlacesToCopy {
  private readonly root = mkdtempSync(join(tmpdir(), 'keyledger-copy-'));
  private readonly doubles: EventStoreDouble[] = [];
  private made = 0;

  private readonly key: Environment;

  constructor() {
    const path = join(this.newFolder(), 'root.key');
    writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600 });
    this.key = { KEYLEDGER_ROOT_KEY_FILE: path };
  }

  embedded(): Environment {
    return { ...this.key, KEYLEDGER_DATA_DIR: join(this.newFolder(), 'data') };
  }

  /** With the key that signs checkpoints where `from` made it. */
  async engines(from?: Environment): Promise<Environment> {
    const double = await EventStoreDouble.start();
    this.doubles.push(double);
    return {
      ...this.key,
      KEYLEDGER_DATA_DIR: join(this.newFolder(), 'data'),
      KEYLEDGER_EVENT_STORE: 'eventstoredb',
      EVENTSTORE_URL: double.url(),
      KEYLEDGER_READ_STORE: 'mongodb',
      MONGODB_URL: newDatabase(),
      ...(from === undefined ? {} : { KEYLEDGER_EVIDENCE_KEY_FILE: this.evidenceKeyOf(from) }),
    };
  }

  private evidenceKeyOf(from: Environment): string {
    const path = join(this.newFolder(), 'evidence.key');
    copyFileSync(join(from['KEYLEDGER_DATA_DIR'] ?? '', 'evidence.key'), path);
    return path;
  }

  /** The EventStoreDB of a place. */
  doubleOf(place: Environment): EventStoreDouble {
    const found = this.doubles.find((double) => double.url() === place['EVENTSTORE_URL']);
    if (found === undefined) throw new Error('there is no EventStoreDB');
    return found;
  }

  /** A file of the variables, as `--to` takes it. */
  file(place: Environment): string {
    const path = join(this.newFolder(), 'there.env');
    writeFileSync(
      path,
      Object.entries(place)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    return path;
  }

  copy(from: Environment, to: Environment, withStrangers = false): Promise<Copied> {
    return copyLog(loadConfig(from), loadConfig(to), { withStrangers, onProgress: () => undefined });
  }

  /**
   * A server there. On a machine that is busy an engine may not answer in time: the start ends then, and whoever supervises it
   * starts it again.
   */
  async start(place: Environment, clock?: Clock): Promise<RunningApplication> {
    for (let tries = 1; ; tries += 1) {
      try {
        const at = clock === undefined ? {} : { clock };
        return await runningApplication({ dataDir: place['KEYLEDGER_DATA_DIR'] ?? '', env: place, ...at });
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || tries === 5) throw error;
      }
    }
  }

  async end(): Promise<void> {
    for (const double of this.doubles) await double.end();
    rmSync(this.root, { recursive: true, force: true });
  }

  private newFolder(): string {
    return mkdtempSync(join(this.root, `${(this.made += 1)}-`));
  }
}
