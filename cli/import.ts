import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as plain, type IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { BadConfiguration } from '../src/config/bad-configuration';
import { valueOf } from '../src/config/environment';
import { serverUrl } from '../src/config/server-url';
import type { CliCommand } from './command';
import { print } from './print';
import { ServerRefused } from './server-refused';
import { UsageError } from './usage-error';

const WIDTH = 30;
const GUESSES: readonly (readonly [RegExp, string])[] = [
  [/\.jsonl$/i, 'jsonl'],
  [/\.csv$/i, 'csv'],
  [/\.1pux$/i, '1pux'],
];

interface Summary {
  readonly digest: string;
  readonly apply: boolean;
  readonly lines: number;
  readonly made: number;
  readonly exists: number;
  readonly refused: number;
  readonly warnings: number;
}

type Line =
  | { readonly summary: Summary }
  | {
      readonly line: number;
      readonly kind: string;
      readonly status: string;
      readonly code: string;
      readonly detail: string;
    };

const bar = (sent: number, size: number): string => {
  const part = size === 0 ? 1 : sent / size;
  const full = Math.round(part * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${Math.floor(part * 100)} %`;
};

interface Upload {
  readonly url: URL;
  readonly token: string;
  readonly file: string;
  /** Bytes that are sent by now. */
  readonly tell: (sent: number) => void;
  /** Once nobody wants what is left of it: a server that refused the file need not read it, and the program would wait. */
  readonly signal: AbortSignal;
}

/** Sends the file and answers what comes back, both at once: a fetch would wait for the one before the other. */
const upload = async ({ url, token, file, tell, signal }: Upload): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? secure : plain;
    const headers = {
      authorization: `Bearer ${token}`,
      'user-agent': 'keyledger-cli',
      'content-type': 'application/octet-stream',
    };
    const outgoing = send(url, { method: 'POST', headers, signal }, resolve);
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          `The connection to ${url.origin} broke (${error.code ?? error.message}). Send the file again: nothing is made twice.`,
          { cause: error },
        ),
      ),
    );
    const source = createReadStream(file);
    let sent = 0;
    source.on('data', (piece) => tell((sent += piece.length)));
    source.on('error', reject);
    source.pipe(outgoing);
  });

const inWords = ({ apply, lines, made, exists, refused, warnings }: Summary): string =>
  `${apply ? 'Imported' : 'Dry run, nothing was made'}: ${lines} lines, ${made} ${apply ? 'made' : 'would be made'}, ${exists} there already, ${refused} refused, ${warnings} warnings.${apply ? '' : ' Import it with --apply.'}`;

const problemIn = async (answer: IncomingMessage): Promise<object> => {
  let text = '';
  for await (const piece of answer) text += String(piece);
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
};

/** Prints each line that needs a look; answers the summary, or undefined when the answer was cut off. */
const shown = async (answer: IncomingMessage, json: boolean): Promise<Summary | undefined> => {
  let summary: Summary | undefined;
  try {
    for await (const text of createInterface({ input: answer, crlfDelay: Infinity })) {
      if (text.trim() === '') continue;
      const line = JSON.parse(text) as Line;
      if (json) await print(text.trim());
      if ('summary' in line) ({ summary } = line);
      else if (!json) await print(`line ${line.line}, ${line.kind}, ${line.status}: ${line.code}: ${line.detail}`);
    }
  } catch {
    return undefined;
  }
  return answer.complete ? summary : undefined;
};

/** Sends the file and prints what the server says of it; nothing of it is under way any more after that. */
const sendAndShow = async (file: Omit<Upload, 'signal'>, json: boolean): Promise<Summary | undefined> => {
  const sending = new AbortController();
  try {
    const answer = await upload({ ...file, signal: sending.signal });
    if (answer.statusCode === 200) return await shown(answer, json);
    throw new ServerRefused('import', { ...(await problemIn(answer)), status: answer.statusCode ?? 0 });
  } finally {
    sending.abort();
  }
};

export const importFile: CliCommand = {
  name: 'import',
  usage: 'FILE --organization ID [--format FORMAT] [--apply] [--json]',
  summary: 'Import vaults, hosts, identities and grants from a file, or of another vault. A dry run without --apply.',
  details: [
    '--organization ID  where to',
    '--format FORMAT    jsonl, csv, keepass-csv, bitwarden-json, bitwarden-csv, 1password-csv, 1pux, lastpass-csv,',
    '                   passbolt-csv, kv-json; by the name of the file: .jsonl, .csv, .1pux',
    '--apply            make it; what is there already is left alone, so that the same file can be sent again',
    '--json             print what the server answers, JSON Lines',
    'Only lines that need a look are printed. Exit code 1: some were refused, or the answer was cut off.',
    'docs/moving-in.md has an example of each format. The file holds values: delete it when you are done.',
  ],
  run: async (args, env) => {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { organization: text, format: text, apply: flag, json: flag },
      allowPositionals: true,
    });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('import takes one file');
    if (values.organization === undefined) throw new UsageError('import needs --organization');
    const format = values.format ?? GUESSES.find(([pattern]) => pattern.test(file))?.[1];
    if (format === undefined) throw new UsageError('the name of the file does not tell what it is: say --format');
    const token = valueOf(env, 'KEYLEDGER_TOKEN');
    if (token === undefined) throw new BadConfiguration('KEYLEDGER_TOKEN is not set; see keyledger token --help');
    const { size } = await stat(file);
    const url = new URL(`${serverUrl(env)}/api/v1/organizations/${encodeURIComponent(values.organization)}/imports`);
    url.searchParams.set('format', format);
    url.searchParams.set('apply', String(values.apply === true));
    const isSeen = process.stderr.isTTY && values.json !== true;
    const tell = (sent: number) => void (isSeen && process.stderr.write(`\r${bar(sent, size)}`));
    const summary = await sendAndShow({ url, token, file, tell }, values.json === true);
    if (isSeen) process.stderr.write('\n');
    if (summary === undefined) {
      throw new Error('The answer was cut off: not everything was read. Send the file again; nothing is made twice.');
    }
    if (values.json !== true) await print(inWords(summary));
    return summary.refused > 0 ? 1 : 0;
  },
};
