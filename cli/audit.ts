import { parseArgs } from 'node:util';
import { apiOf } from './api';
import type { CliCommand } from './command';
import { deliver, forExcel } from './save-stream';
import { UsageError } from './usage-error';

/** The filters of `GET /audit/export`, by the options that give them. */
const FILTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'organization-id': 'organizationId',
    'identity-group-id': 'identityGroupId',
    'identity-id': 'identityId',
    'session-id': 'sessionId',
    'host-id': 'hostId',
    actor: 'actor',
    outcome: 'outcome',
    'correlation-id': 'correlationId',
    'causation-id': 'causationId',
    from: 'from',
    to: 'to',
    order: 'order',
  }),
);

const FORMATS = ['jsonl', 'csv', 'ocsf', 'cef'];
/** Of these each line is JSON. */
const JSON_LINES = ['jsonl', 'ocsf'];

const text = { type: 'string' } as const;

export const audit: CliCommand = {
  name: 'audit',
  usage: 'export [--format jsonl|csv|ocsf|cef] [--bom] [--output FILE] [filters] [--json]',
  summary: 'Write the audit trail, newest first, to stdout or a file, of any size. Exporting is recorded.',
  details: [
    '--format NAME         jsonl: JSON Lines (default); csv; ocsf: OCSF 1.8.0 in JSON Lines; cef: CEF, a line each',
    '--bom                 with csv, for Excel: it knows UTF-8 by it, and leaves numbers and dates as they are',
    '--output FILE         write there, readable by this user alone, instead of stdout',
    '--json               whatever is printed is JSON: the entries, or what was written to the file',
    '--order asc|desc      oldest first, or newest first (default)',
    '--from, --to TIME     RFC 3339, such as 2026-01-31T00:00:00Z',
    "--actor WHO           a user's id or e-mail, or a policy's name",
    '--type NAME           such as keyledger.identity-checked-out.v1; several times: one of them',
    '--outcome success|refused',
    '--organization-id, --identity-group-id, --identity-id, --session-id, --host-id ID',
    '--correlation-id, --causation-id ID',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        format: text,
        output: text,
        json: { type: 'boolean' },
        bom: { type: 'boolean' },
        type: { type: 'string', multiple: true },
        ...Object.fromEntries([...FILTERS.keys()].map((name) => [name, text])),
      },
      allowPositionals: true,
    });
    if (positionals.join(' ') !== 'export') throw new UsageError('audit takes: export');
    const { json = false, bom = false, type = [], ...named } = values;
    const { format = 'jsonl', output, ...given } = named as Readonly<Record<string, string>>;
    if (!FORMATS.includes(format)) throw new UsageError(`--format is one of ${FORMATS.join(', ')}`);
    if (json === true && !JSON_LINES.includes(format) && output === undefined) {
      throw new UsageError(`--format ${format} is not JSON; leave out --json, or name a file with --output`);
    }
    const excel = forExcel(bom === true, format);
    const filters = Object.entries(given).map(([option, value]) => [FILTERS.get(option), value]);
    const api = apiOf(env);
    const ask = () => api.stream('/audit/export', { format, type, ...excel, ...Object.fromEntries(filters) });
    await deliver(ask, { output, format, json: json === true });
    return 0;
  },
};
