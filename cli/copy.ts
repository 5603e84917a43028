import { parseArgs } from 'node:util';
import type * as Choose from '../src/adapters/choose';
import { loadConfig } from '../src/config/load-config';
import type { Copied } from '../src/kernel/copied';
import type { CliCommand } from './command';
import { environmentThere } from './environment-there';
import { UsageError } from './usage-error';

const SHOWN = 10;
const inWords = ({ from, to, facts, digest, tables, values, unopened }: Copied): string =>
  [
    `Moved from ${from}`,
    `        to ${to}`,
    `  events     ${facts}, SHA-256 ${digest}`,
    `  values     ${values}, ${unopened.length === 0 ? 'all of them open' : `${values - unopened.length} of them open`}`,
    `  besides    ${Object.entries(tables)
      .filter(([name]) => name !== 'value')
      .map(([name, { rows }]) => `${name} ${rows}`)
      .join(', ')}`,
    'Start the servers with the variables of the new place. The old one starts none any more; keep it until a backup is made there.',
  ].join('\n');

const EVERY_MS = 1000;

/** One line, drawn anew; where nobody looks, a line now and then. */
const progress = (): ((step: string, done: number, total?: number) => void) => {
  let [last, at] = ['', 0];
  return (step, done, total) => {
    const moment = performance.now();
    const isOver = done === total;
    if (step === last && !isOver && moment - at < (process.stderr.isTTY ? EVERY_MS / 5 : EVERY_MS * 5)) return;
    const text = `${step}: ${done}${total === undefined ? '' : ` of ${total} (${total === 0 ? 100 : Math.floor((done / total) * 100)} %)`}`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${text}${isOver ? '\n' : ''}` : `${text}\n`);
    [last, at] = [step, moment];
  };
};

/** Works without a server, on stores that no server works on. */
export const copy: CliCommand = {
  name: 'copy',
  usage: '--to FILE [--with-strangers] [--json]',
  summary: 'Move the log with all its values to other stores, from embedded ones to EventStoreDB and MongoDB or back.',
  details: [
    'Stop every server first, and every process that fills read models. Where things are now is said by the same variables as',
    'for the server; FILE holds those of the new place, NAME=value a line, as its servers will be started with: stores, data',
    'folder, evidence key. The root key is the same at both ends; of it the file need say nothing.',
    '',
    'The new stores must be empty, or hold the beginning of the same copy: ended at any moment, run it again and it goes on. Every',
    'event, each row and each value is verified at the end, and then the old place counts no more: a start there ends with one line',
    'that says where it went. Read models are built anew.',
    '',
    '--with-strangers  into embedded stores, what somebody else wrote into streams of the log goes along and is damage there, which',
    '                  keyledger settle lists; without it nothing is copied then',
    'Exit codes: 0 moved, 1 refused or failed, 3 moved, and some values do not open, as they did not before. docs/moving-between-stores.md',
  ],
  run: async (args, env) => {
    const { values } = parseArgs({
      args: [...args],
      options: { to: { type: 'string' }, 'with-strangers': { type: 'boolean' }, json: { type: 'boolean' } },
    });
    if (values.to === undefined) throw new UsageError('copy needs --to, a file with the variables of the new place');
    const [from, to] = [loadConfig(env), loadConfig(environmentThere(env, values.to))];
    process.umask(0o077);
    // Loaded when asked for: the drivers of the stores take a second, and commands that ask a server need none.
    const { copyLog } = require('../src/adapters/choose') as typeof Choose;
    const copied = await copyLog(from, to, {
      withStrangers: values['with-strangers'] === true,
      onProgress: values.json === true ? () => undefined : progress(),
    });
    console.log(values.json === true ? JSON.stringify(copied) : inWords(copied));
    const { unopened } = copied;
    if (unopened.length === 0) return 0;
    const named = unopened
      .slice(0, SHOWN)
      .map(({ identityId, version }) => `version ${version} of identity ${identityId}`);
    console.error(`${unopened.length} values do not open, as they did not before: ${named.join(', ')}.`);
    return 3;
  },
};
