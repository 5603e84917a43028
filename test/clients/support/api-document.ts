import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedIn, startServer } from '../../support/application/server-process';
import type { Client } from '../../support/application/client';

/** The server that users start, and somebody who is signed in there. */
export interface ServedApi {
  readonly url: string;
  as(email: string): Promise<Client>;
  end(): Promise<void>;
}

/** A server of its own, with data of its own. `more`: variables. */
export const servedApi = async (more: Readonly<Record<string, string>> = {}): Promise<ServedApi> => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-clients-'));
  const env = { ...more, KEYLEDGER_DATA_DIR: join(folder, 'data') };
  const server = startServer(env);
  const url = await server.ready();
  return {
    url,
    as: (email) => signedIn(url, env, email),
    end: async () => {
      server.kill('SIGTERM');
      await server.ended();
      rmSync(folder, { recursive: true });
    },
  };
};

/** The document as it is served, as text. */
export const documentOf = async ({ url }: Pick<ServedApi, 'url'>): Promise<string> =>
  (await fetch(`${url}/api/v1/openapi.json`)).text();

/** It in a file of this folder. */
export const writtenDocument = (folder: string, text: string): string => {
  const path = join(folder, 'openapi.json');
  writeFileSync(path, text);
  return path;
};
