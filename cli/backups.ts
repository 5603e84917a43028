import { parseArgs } from 'node:util';
import { apiOf } from './api';
import type { CliCommand } from './command';
import { print } from './print';
import { table } from './table';
import { UsageError } from './usage-error';
import { ServerRefused } from './server-refused';

interface Backup {
  readonly id: string;
  readonly madeAt: string;
  readonly bytes: number;
}

const numberOf = (option: string, text: string | undefined): number | undefined => {
  if (text !== undefined && !/^\d{1,5}$/.test(text)) throw new UsageError(`${option} is a whole number`);
  return text === undefined ? undefined : Number(text);
};

export const backups: CliCommand = {
  name: 'backups',
  usage: '[prune [--keep N] [--older-than DAYS]] [--json]',
  summary: 'List the backups in the data folder of the server, or remove old ones. Owners only.',
  details: [
    'A backup holds what was deleted and destroyed after it was made: whoever has to erase something removes those too.',
    '--keep N           so many of the newest stay',
    '--older-than DAYS  those made so many days ago, or earlier, go',
    'The newest one always stays; make a new one first. Copies that were carried elsewhere are not reached.',
  ],
  run: async (args, env) => {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { keep: text, 'older-than': text, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const json = values.json === true;
    const [verb, ...rest] = positionals;
    if (rest.length > 0 || (verb !== undefined && verb !== 'prune')) {
      throw new UsageError('backups takes nothing, or: prune');
    }
    const keep = numberOf('--keep', values.keep);
    const olderThanDays = numberOf('--older-than', values['older-than']);
    const isBounded = keep !== undefined || olderThanDays !== undefined;
    if (verb === 'prune' && !isBounded) throw new UsageError('backups prune needs --keep or --older-than');
    if (verb === undefined && isBounded) throw new UsageError('--keep and --older-than go with prune');
    const api = apiOf(env);
    if (verb === undefined) {
      const { items } = await api.ask<{ items: readonly Backup[] }>('GET', '/operations/backups');
      const rows = items.map(({ id, madeAt, bytes }) => [id, madeAt, String(bytes)]);
      await print(json ? JSON.stringify(items) : table([['ID', 'MADE', 'BYTES'], ...rows]));
      return 0;
    }
    const pruning = {
      ...(keep === undefined ? {} : { keep }),
      ...(olderThanDays === undefined ? {} : { olderThanDays }),
    };
    const { status, body } = await api.send('POST', '/operations/backups/prune', pruning);
    if (status !== 200) throw new ServerRefused('POST /operations/backups/prune', { ...(body as object), status });
    const { removed } = body as { readonly removed: readonly string[] };
    await print(
      json
        ? JSON.stringify({ removed })
        : removed.length === 0
          ? 'Nothing was to go.'
          : `Removed ${removed.join(', ')}.`,
    );
    return 0;
  },
};
