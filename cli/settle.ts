import { parseArgs } from 'node:util';
import type * as Choose from '../src/adapters/choose';
import { loadConfig } from '../src/config/load-config';
import type { Config } from '../src/config/config';
import type { OfflineDamage } from '../src/kernel/offline-damage';
import type { CliCommand } from './command';
import { table } from './table';
import { UsageError } from './usage-error';

const MOST_LETTERS = 500;

const row = ({ id, stream, revision, type = 'lost', fault, settledBy }: OfflineDamage): readonly string[] => [
  id,
  `${stream} ${revision}`,
  type,
  settledBy === undefined ? fault : `settled by ${settledBy}`,
];

const shown = (damages: readonly OfflineDamage[], json: boolean): void => {
  if (json) damages.forEach((damage) => console.log(JSON.stringify(damage)));
  else if (damages.length === 0) console.log('Every stream can be read.');
  else console.log(table([['id', 'stream', 'type', 'why'], ...damages.map(row)]));
};

/** What is settled where not a stream but the store of sealed values is lost. */
const MATERIAL_STORE = 'material-store';

// Loaded when asked for: the drivers of the stores take a second, and commands that ask a server need none.
const stores = (): typeof Choose => require('../src/adapters/choose') as typeof Choose;

const recordLoss = async (config: Config, reason: string, json: boolean): Promise<void> => {
  const offline = await stores().openOfflineMaterialLoss(config);
  try {
    const loss = await offline.record(reason);
    const { identities, unmarked } = loss;
    if (json) console.log(JSON.stringify(loss));
    else console.log(`The loss is recorded; ${identities} identities are without a value until they are given one.`);
    if (unmarked.length > 0) console.error(`Could not be marked: ${unmarked.join(', ')}`);
  } finally {
    await offline.close();
  }
};

/** What is settled where the log itself has lost the seal of what it held before facts had authentication codes. */
const LOG_SEAL = 'log-seal';

/** What is settled where a log was moved to another place, and that place is lost. */
const MOVED_LOG = 'moved-log';

const CAME_BACK =
  'The log counts here again, as it was when it was moved. What was done in the other place is not in it.';

const comeBack = async (config: Config, reason: string, json: boolean): Promise<void> => {
  const { facts, upTo, digest } = await stores().resealLog(config, reason, { moved: true });
  console.log(json ? JSON.stringify({ facts, upTo, digest }) : CAME_BACK);
};

const reseal = async (config: Config, reason: string, json: boolean): Promise<void> => {
  const { facts, upTo, digest } = await stores().resealLog(config, reason);
  if (json) console.log(JSON.stringify({ facts, upTo, digest }));
  else console.log(`The log is sealed: ${facts} facts without an authentication code count as they are now.`);
};

/** Works without a server, on stores that no server works on. */
export const settle: CliCommand = {
  name: 'settle',
  usage: '[ID|material-store|log-seal|moved-log --reason R] [--json]',
  summary: 'List what can not be read of the log, or settle one of it, where no owner can sign in to do so.',
  details: [
    'Stop every server first. Needs the root key and the stores the server uses, by the same variables, and no token.',
    'What can not be read is passed over for ever once it is settled; of a stream that lost what it held, no right stands',
    'until it is given again. Where the account itself lost its owners, KEYLEDGER_OWNER_EMAIL names the first one anew.',
    '',
    'settle material-store is for the day on which the store of sealed values is lost for good: name an empty one (where it is',
    'embedded, move what is left of material.db away). Every identity is without a value from then on, until somebody sets it by',
    'hand or its hosts are set to a fresh one; organization secrets must be set anew. Ended half-way, run it again.',
    '',
    'settle log-seal is for a log that was put back to a copy from before its facts had authentication codes, and will not start',
    'for that. Look at it first: whatever has no code by then counts, whoever wrote it. That stands in the log, and owners are told.',
    '',
    'settle moved-log is for a log that keyledger copy moved to another place, where that place is lost for good: it counts here again',
    'as it was then. Two of them must never live. The reason stands in the log, and owners are told.',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, reason: { type: 'string' } },
      allowPositionals: true,
    });
    const [id, ...rest] = positionals;
    const reason = values.reason?.trim() ?? '';
    if (rest.length > 0 || (id === undefined) !== (values.reason === undefined)) {
      throw new UsageError('settle takes nothing, or the id of one damage and --reason');
    }
    if (id !== undefined && (reason === '' || reason.length > MOST_LETTERS)) {
      throw new UsageError(`--reason needs 1 to ${MOST_LETTERS} characters`);
    }
    const config = loadConfig(env);
    if (id === MATERIAL_STORE) {
      await recordLoss(config, reason, values.json === true);
      return 0;
    }
    if (id === LOG_SEAL) {
      await reseal(config, reason, values.json === true);
      return 0;
    }
    if (id === MOVED_LOG) {
      await comeBack(config, reason, values.json === true);
      return 0;
    }
    const damages = await stores().openOfflineDamages(config);
    try {
      if (id === undefined) {
        shown(await damages.list(), values.json === true);
        return 0;
      }
      const settled = await damages.settle(id, reason);
      if (settled === undefined) throw new Error(`There is no damage ${id}; keyledger settle lists what there is.`);
      shown([settled], values.json === true);
      return 0;
    } finally {
      await damages.close();
    }
  },
};
