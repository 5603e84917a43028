import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { localIssuerKey } from '../../../wire/local-issuer-key';
import { loadConfig } from '../../../src/config/load-config';
import { readRootKey } from '../../../src/config/read-root-key';
import { openApplication, type Application } from '../../../src/application';
import type { Clock } from '../../../src/kernel/clock';
import { signLocalToken } from '../../../wire/local-token';
import { client, type Client } from './client';
import { clearEngines, enginesFor } from './engines';

export interface RunningApplication extends Application {
  readonly url: string;
  readonly dataDir: string;
  /** Everything the application has logged. */
  readonly logged: readonly string[];
  /** Somebody with a token of the built-in issuer. */
  as(email: string, options?: { support?: boolean }): Promise<Client>;
  /** Closes it and opens it again on the same data. */
  restart(): Promise<RunningApplication>;
  /** Closes it and removes its data. */
  end(): Promise<void>;
}

/** Half of a token's life: whoever turns the clock stays signed in. */
const RENEW_AFTER_MS = 30 * 60_000;

export interface ApplicationUnderTest {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly dataDir?: string;
}

/** The real server on real stores in a folder of its own, listening on a free port. */
export const runningApplication = async (under: ApplicationUnderTest = {}): Promise<RunningApplication> => {
  const dataDir = under.dataDir ?? join(mkdtempSync(join(tmpdir(), 'keyledger-application-')), 'data');
  const logged: string[] = [];
  const sink = new Writable({
    write: (line: Buffer, _, next) => {
      logged.push(line.toString());
      next();
    },
  });
  const config = loadConfig({ KEYLEDGER_PORT: '0', KEYLEDGER_DATA_DIR: dataDir, ...enginesFor(dataDir), ...under.env });
  const application = await openApplication(config, {
    log: pino(sink),
    registry: new Registry(),
    version: '0.0.0-test',
    inspectAnswers: true,
    ...(under.clock === undefined ? {} : { clock: under.clock }),
  });
  const url = await application.server.listen();
  const key = localIssuerKey(readRootKey(config.rootKey));
  const now = () => under.clock?.now() ?? Date.now();
  return {
    ...application,
    url,
    dataDir,
    logged,
    as: async (email, { support = false } = {}) => {
      const sign = (at: number) => signLocalToken({ ...key, email, support, now: at });
      let signed = { at: now(), token: sign(now()) };
      return client(url, email, await signed.token, () => {
        if (under.clock !== undefined && now() - signed.at > RENEW_AFTER_MS) {
          signed = { at: now(), token: sign(now()) };
        }
        return signed.token;
      });
    },
    restart: async () => {
      await application.close();
      return runningApplication({ ...under, dataDir });
    },
    end: async () => {
      await application.close();
      rmSync(join(dataDir, '..'), { recursive: true });
      await clearEngines(dataDir);
    },
  };
};
