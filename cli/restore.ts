import { parseArgs } from 'node:util';
import type * as Choose from '../src/adapters/choose';
import { loadConfig } from '../src/config/load-config';
import type { Restored, ValueName } from '../src/kernel/operations';
import type { CliCommand } from './command';
import { UsageError } from './usage-error';

const SHOWN = 10;
const MOST_LETTERS = 500;

const listed = (values: readonly ValueName[]): string =>
  [
    ...values.slice(0, SHOWN).map(({ identityId, version }) => `version ${version} of identity ${identityId}`),
    ...(values.length > SHOWN ? [`and ${values.length - SHOWN} more, which --json lists`] : []),
  ].join(', ');

const openness = ({ values, unopened }: Restored): string =>
  unopened.length === 0
    ? 'all of them open with the root key'
    : `${values - unopened.length} of them open with the root key`;

const found = (restored: Restored): readonly string[] => [
  `  events     ${restored.events}, up to position ${restored.position || 'none'}`,
  `  streams    ${restored.streams}`,
  `  values     ${restored.values}, ${openness(restored)}`,
  `  unclaimed  ${restored.unclaimed.length}${restored.unclaimed.length === 0 ? '' : ' values that no fact in the copy points to; they are destroyed in 7 days'}`,
];

const troubles = ({ missing, unopened }: Restored): readonly string[] => [
  ...(missing.length === 0
    ? []
    : [`Facts point to ${missing.length} values that are not in the copy: ${listed(missing)}.`]),
  ...(unopened.length === 0 ? [] : [`${unopened.length} values do not open: ${listed(unopened)}.`]),
];

/** Works without a server, on files nobody else works on. */
export const restore: CliCommand = {
  name: 'restore',
  usage: 'DIR [--json] [--accept-unauthenticated REASON]',
  summary: 'Put a backup into the empty data folder that KEYLEDGER_DATA_DIR names, and tell what is in it.',
  details: [
    'Needs no server and no token. Give the root key the data is sealed under (KEYLEDGER_ROOT_KEY, KEYLEDGER_ROOT_KEY_FILE, or',
    'root.key in that folder). Every file and every fact is proven by it before anything is put in its place, and every value to',
    'open. Exit code 1 when something is missing or does not open, or proves nothing: then nothing is restored.',
    '',
    'Backups of releases before facts had authentication codes prove nothing, nor do those that somebody changed. Whoever restores',
    'one of them all the same answers for it with --accept-unauthenticated REASON: that stands in the log for ever, owners are',
    'told, and what was changed stays damage in it.',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, 'accept-unauthenticated': { type: 'string' } },
      allowPositionals: true,
    });
    const [folder, ...rest] = positionals;
    if (folder === undefined || rest.length > 0) throw new UsageError('restore takes the folder of one backup');
    const accepted = values['accept-unauthenticated']?.trim();
    if (accepted !== undefined && (accepted === '' || accepted.length > MOST_LETTERS)) {
      throw new UsageError(`--accept-unauthenticated needs a reason of 1 to ${MOST_LETTERS} characters`);
    }
    const config = loadConfig(env);
    process.umask(0o077);
    // Loaded when asked for: the drivers of the stores take a second, and commands that ask a server need none.
    const { restoreBackup } = require('../src/adapters/choose') as typeof Choose;
    const restored = await restoreBackup(config, folder, accepted);
    const wrong = troubles(restored);
    if (values.json === true) {
      console.log(JSON.stringify({ ...restored, dataDir: config.dataDir }));
    } else {
      console.log([`Restored backup ${restored.id} into ${config.dataDir}`, ...found(restored)].join('\n'));
      console.log(
        `What was done after ${restored.madeAt} is not in it: values changed since then are other ones by now.`,
      );
      if (accepted !== undefined) {
        console.log('NOTHING PROVED what is in it: that somebody accepted it stands in the log, and owners are told.');
      }
    }
    wrong.forEach((line) => console.error(line));
    return wrong.length === 0 ? 0 : 1;
  },
};
