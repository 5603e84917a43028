import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load-config';
import { apiOf, type Api } from './api';
import type { CliCommand } from './command';

const LOOK_EVERY_MS = 500;
/** A failure is told by the audit alone, and each look into it is a fact: seldom, but often enough for who waits. */
const ASK_FOR_FAILURE_EVERY = 10;

interface Backup {
  readonly id: string;
  readonly madeAt: string;
  readonly position: string;
  readonly bytes: number;
}

interface Entry {
  readonly data: { readonly backupId?: string };
}

const failed = async (api: Api, id: string): Promise<boolean> => {
  const query = { type: 'keyledger.backup-failed.v1', limit: '200' };
  const { items } = await api.ask<{ items: readonly Entry[] }>('GET', '/audit', query);
  return items.some(({ data }) => data.backupId === id);
};

const finished = async (api: Api, id: string): Promise<Backup> => {
  for (let looks = 1; ; looks++) {
    const { items } = await api.ask<{ items: readonly Backup[] }>('GET', '/operations/backups');
    const made = items.find((each) => each.id === id);
    if (made !== undefined) return made;
    if (looks % ASK_FOR_FAILURE_EVERY === 0 && (await failed(api, id))) {
      throw new Error(`The backup ${id} could not be made; the server's log says why.`);
    }
    await pause(LOOK_EVERY_MS);
  }
};

/** Its path, when the server's data folder is this environment's. */
const folderOf = (env: NodeJS.ProcessEnv, id: string): string | undefined => {
  const path = join(loadConfig(env).dataDir, 'backups', id);
  return existsSync(path) ? path : undefined;
};

export const backup: CliCommand = {
  name: 'backup',
  usage: '[--json]',
  summary: 'Have the running server copy events, sealed values and sealed keys as they are at one moment. Owners only.',
  details: ['The root key is not in the copy. What is made is restored with: keyledger restore DIR'],
  run: async (args, env) => {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
    const api = apiOf(env);
    const { id } = await api.ask<{ id: string }>('POST', '/operations/backups');
    const made = await finished(api, id);
    const folder = folderOf(env, id);
    if (values.json === true) {
      console.log(JSON.stringify({ ...made, ...(folder === undefined ? {} : { folder }) }));
      return 0;
    }
    console.log(
      [
        `Backup ${id} of ${made.madeAt}`,
        `  Where      ${folder ?? `backups/${id} in the server's data folder, on the server's machine`}`,
        `  In it      every event up to position ${made.position || 'none'}, the sealed values and the sealed keys: ${made.bytes} bytes`,
        `  Not in it  the root key, without which nothing in it opens, and the read models, which are rebuilt`,
        'Keep the root key where neither this copy nor the data is: with both, anybody can open every credential.',
        `Restore it with: KEYLEDGER_DATA_DIR=an-empty-folder npx --no keyledger restore ${folder ?? 'DIR'}`,
      ].join('\n'),
    );
    return 0;
  },
};
