import { parseArgs } from 'node:util';
import type * as Choose from '../src/adapters/choose';
import type * as ChangeKey from '../src/offline/change-key';
import { loadConfig } from '../src/config/load-config';
import { isKeptForEver, isOwnKeyName, OWN_KEY_NAMES, type ToldKey } from '../src/kernel/own-keys';
import type { CliCommand } from './command';
import { table } from './table';
import { UsageError } from './usage-error';

const MOST_LETTERS = 500;

const shown = (keys: readonly ToldKey[], json: boolean): void => {
  if (json) keys.forEach((key) => console.log(JSON.stringify(key)));
  else {
    const rows = keys.map(({ name, version, madeAt, formerUntil }) => [
      name,
      String(version),
      madeAt,
      formerUntil ?? '',
    ]);
    console.log(table([['key', 'version', 'made', 'former one good until'], ...rows]));
  }
};

/** Works without a server, on stores that no server works on. */
export const keys: CliCommand = {
  name: 'keys',
  usage: '[NAME --reason R [--at-once]] [--json]',
  summary: "List the server's own keys, or change one of them.",
  details: [
    'Stop every server first. Needs the root key and the stores the server uses, by the same variables, and no token.',
    `Names: ${OWN_KEY_NAMES.join(', ')}.`,
    '',
    'What was made with the former key stays good for as long as it would have lived: tokens, cursors, repeated requests.',
    'Agents learn a new job-signing key from the server, since the former one announces it. With --at-once the former key is',
    'good for nothing any more, for the day on which it was stolen: tokens made with it are refused, and after a change of',
    'job-signing every host is to be enrolled anew. The log tells of every change.',
    '',
    'The root key is changed by the variables of the server: see docs/keys.md.',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, reason: { type: 'string' }, 'at-once': { type: 'boolean' } },
      allowPositionals: true,
    });
    const [name, ...rest] = positionals;
    const reason = values.reason?.trim() ?? '';
    if (rest.length > 0 || (name === undefined && (values.reason !== undefined || values['at-once'] === true))) {
      throw new UsageError('keys takes nothing, or the name of one key and --reason');
    }
    if (name !== undefined && !isOwnKeyName(name)) {
      throw new UsageError(`there is no key ${name}; there are ${OWN_KEY_NAMES.join(', ')}`);
    }
    if (name !== undefined && (reason === '' || reason.length > MOST_LETTERS || /[\p{Cc}\p{Cs}]/u.test(reason))) {
      throw new UsageError(`--reason needs 1 to ${MOST_LETTERS} characters on one line`);
    }
    if (name !== undefined && values['at-once'] === true && isKeptForEver(name)) {
      throw new UsageError(`the former ${name} proves every fact made with it; change it without --at-once`);
    }
    const config = loadConfig(env);
    process.umask(0o077);
    // Loaded when asked for: the drivers of the stores take a second, and commands that ask a server need none.
    const { openOfflineKeys } = require('../src/adapters/choose') as typeof Choose;
    const { changeKey } = require('../src/offline/change-key') as typeof ChangeKey;
    const offline = await openOfflineKeys(config);
    try {
      const atOnce = values['at-once'] === true;
      if (name === undefined) {
        shown(await offline.list(), values.json === true);
        return 0;
      }
      const changed = await changeKey(offline, { name, reason, atOnce });
      shown([changed], values.json === true);
      if (changed.vkey !== undefined && values.json !== true) {
        console.log(`New verifier key, for auditors and witnesses: ${changed.vkey}`);
      }
      return 0;
    } finally {
      await offline.close();
    }
  },
};
