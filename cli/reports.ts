import { parseArgs } from 'node:util';
import { apiOf, type Api } from './api';
import type { CliCommand } from './command';
import { print } from './print';
import { deliver, forExcel } from './save-stream';
import { table } from './table';
import { UsageError } from './usage-error';

/** The parameters of `GET /reports/{id}`, by the options that give them. */
const PARAMETERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'organization-id': 'organizationId',
    'as-of': 'asOf',
    from: 'from',
    to: 'to',
    days: 'days',
    hours: 'hours',
  }),
);
const text = { type: 'string' } as const;

interface Described {
  readonly id: string;
  readonly title: string;
  readonly parameters: readonly string[];
}

const list = async (api: Api, json: boolean): Promise<void> => {
  const { items } = await api.ask<{ readonly items: readonly Described[] }>('GET', '/reports');
  if (json) {
    for (const item of items) await print(JSON.stringify(item));
    return;
  }
  const rows = items.map(({ id, title, parameters }) => [id, title, parameters.map((name) => `--${name}`).join(' ')]);
  await print(table([['Report', 'Title', 'Takes'], ...rows]));
};

export const reports: CliCommand = {
  name: 'reports',
  usage: '[ID [--as-of TIME] [--format json|csv] [--bom] [--output FILE] …] [--json]',
  summary: 'List the reports that follow from the log, or write one, of now or of a past moment. Reading is recorded.',
  details: [
    '--as-of TIME          by the facts up to this moment, RFC 3339; else all there are',
    '--from, --to TIME     of reports of a period',
    '--organization-id ID  its rows alone',
    '--days N, --hours N   of R9 and R8: see `reports` without a word',
    '--format NAME         json (default), or csv with lines that begin with # before the table',
    '--bom                 with csv, for Excel: it knows UTF-8 by it, and leaves numbers and dates as they are',
    '--output FILE         write there, readable by this user alone, instead of stdout',
    '--json                whatever is printed is JSON: the list, the report, or what was written to the file',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        format: text,
        output: text,
        json: { type: 'boolean' },
        bom: { type: 'boolean' },
        ...Object.fromEntries([...PARAMETERS.keys()].map((name) => [name, text])),
      },
      allowPositionals: true,
    });
    const { json = false, bom = false, ...named } = values;
    const { format = 'json', output, ...given } = named as Readonly<Record<string, string>>;
    const [id, ...others] = positionals;
    if (others.length > 0) throw new UsageError('reports takes one report');
    if (!['json', 'csv'].includes(format)) throw new UsageError('--format is json or csv');
    if (json === true && format === 'csv' && output === undefined) {
      throw new UsageError('--format csv is not JSON; leave out --json, or name a file with --output');
    }
    const excel = forExcel(bom === true, format);
    const api = apiOf(env);
    if (id === undefined) {
      await list(api, json === true);
      return 0;
    }
    const parameters = Object.entries(given).map(([option, value]) => [PARAMETERS.get(option), value]);
    const query = { format, ...excel, ...Object.fromEntries(parameters) };
    const ask = () => api.stream(`/reports/${encodeURIComponent(id)}`, query);
    await deliver(ask, { output, format, json: json === true });
    // What the server answers is one line of JSON without its end.
    if (output === undefined && format === 'json') await print('');
    return 0;
  },
};
