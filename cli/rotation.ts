import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiOf, type Api } from './api';
import type { CliCommand } from './command';
import { print } from './print';
import { table } from './table';
import { UsageError } from './usage-error';

const LOOK_EVERY_MS = 500;

interface Rotation {
  readonly status: 'none' | 'pending' | 'confirmed' | 'failed' | 'suspended';
  readonly hosts: readonly {
    readonly hostName: string;
    readonly state: string;
    readonly since: string;
    readonly version: number;
    readonly explanation: string;
  }[];
  readonly explanation: string;
  readonly nextRotationAt?: string;
}

const look = (api: Api, id: string): Promise<Rotation> =>
  api.ask('GET', `/identities/${encodeURIComponent(id)}/rotation`);

const inWords = ({ status, explanation, hosts, nextRotationAt }: Rotation): string => {
  const rows = hosts.map((host) => [
    `  ${host.hostName}`,
    host.state,
    `version ${host.version}`,
    `since ${host.since}`,
    host.explanation,
  ]);
  const next = nextRotationAt === undefined ? [] : [`  The next one is due at ${nextRotationAt}.`];
  return [`${status}: ${explanation}`, ...(rows.length === 0 ? [] : [table(rows)]), ...next].join('\n');
};

/** Prints it each time it looks different; answers it once nothing is on its way any more. */
const watched = async (api: Api, id: string, show: (now: Rotation) => string): Promise<Rotation> => {
  for (let last = ''; ; await pause(LOOK_EVERY_MS)) {
    const now = await look(api, id);
    const shown = show(now);
    if (shown !== last) await print(shown);
    if (now.status !== 'pending') return now;
    last = shown;
  }
};

export const rotation: CliCommand = {
  name: 'rotation',
  usage: 'ID [--watch] [--json]',
  summary: "Tell what an identity's rotation is doing, host by host, and what comes next.",
  details: [
    'With --watch it goes on telling until nothing is on its way; the exit code is then 1 unless it is confirmed.',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { watch: { type: 'boolean' }, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [id, ...rest] = positionals;
    if (id === undefined || rest.length > 0) throw new UsageError('rotation takes the id of one identity');
    const show = values.json === true ? (now: Rotation) => JSON.stringify(now) : inWords;
    if (values.watch !== true) {
      await print(show(await look(apiOf(env), id)));
      return 0;
    }
    return (await watched(apiOf(env), id, show)).status === 'confirmed' ? 0 : 1;
  },
};
