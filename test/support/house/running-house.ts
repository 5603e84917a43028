import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { localIssuerKey } from '../../../wire/local-issuer-key';
import { loadConfig } from '../../../src/config/load-config';
import { readRootKey } from '../../../src/config/read-root-key';
import { openHouse, type House } from '../../../src/house';
import type { Clock } from '../../../src/kernel/clock';
import { signLocalToken } from '../../../wire/local-token';
import { client, type Client } from './client';
import { clearEngines, enginesFor } from './engines';

export interface RunningHouse extends House {
  readonly url: string;
  readonly dataDir: string;
  /** Everything the house has logged. */
  readonly logged: readonly string[];
  /** Somebody with a token of the built-in issuer. */
  as(email: string, options?: { support?: boolean }): Promise<Client>;
  /** Closes it and opens it again on the same data. */
  restart(): Promise<RunningHouse>;
  /** Closes it and removes its data. */
  end(): Promise<void>;
}

/** Half of a token's life: whoever turns the clock stays signed in. */
const RENEW_AFTER_MS = 30 * 60_000;

export interface HouseUnderTest {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly dataDir?: string;
}

/** The real server on real stores in a folder of its own, listening on a free port. */
export const runningHouse = async (under: HouseUnderTest = {}): Promise<RunningHouse> => {
  const dataDir = under.dataDir ?? join(mkdtempSync(join(tmpdir(), 'keyledger-house-')), 'data');
  const logged: string[] = [];
  const sink = new Writable({
    write: (line: Buffer, _, next) => {
      logged.push(line.toString());
      next();
    },
  });
  const config = loadConfig({ KEYLEDGER_PORT: '0', KEYLEDGER_DATA_DIR: dataDir, ...enginesFor(dataDir), ...under.env });
  const house = await openHouse(config, {
    log: pino(sink),
    registry: new Registry(),
    version: '0.0.0-test',
    inspectAnswers: true,
    ...(under.clock === undefined ? {} : { clock: under.clock }),
  });
  const url = await house.server.listen();
  const key = localIssuerKey(readRootKey(config.rootKey, { make: false }));
  const now = () => under.clock?.now() ?? Date.now();
  return {
    ...house,
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
      await house.close();
      return runningHouse({ ...under, dataDir });
    },
    end: async () => {
      await house.close();
      rmSync(join(dataDir, '..'), { recursive: true });
      await clearEngines(dataDir);
    },
  };
};
