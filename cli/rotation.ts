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
  readonly waitsFor: 'nothing' | 'work' | 'person';
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

const UNITS: ReadonlyMap<string, number> = new Map(Object.entries({ s: 1000, m: 60_000, h: 3_600_000 }));
const LONGEST_HOURS = 24 * 20;

const milliseconds = (text: string): number => {
  const [, digits, unit = 's'] = /^(\d{1,7})([smh]?)$/.exec(text) ?? [];
  const ms = Number(digits) * (UNITS.get(unit || 's') ?? 1000);
  if (!(ms > 0 && ms <= LONGEST_HOURS * 3_600_000)) {
    throw new UsageError('--timeout is a number of seconds, or such as 90s, 10m, 2h; 480h at the most');
  }
  return ms;
};

const CODES = { nothing: 0, person: 3 } as const;
const TIMED_OUT = 4;

/** Prints it each time it looks different, until nothing is under way any more; answers the exit code. */
const watched = async (
  env: NodeJS.ProcessEnv,
  id: string,
  show: (now: Rotation) => string,
  timeoutMs: number | undefined,
): Promise<number> => {
  const over = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const api = apiOf(env, over);
  try {
    for (let last = ''; ; await pause(LOOK_EVERY_MS, undefined, { signal: over })) {
      const now = await look(api, id);
      const shown = show(now);
      if (shown !== last) await print(shown);
      if (now.waitsFor !== 'work') return CODES[now.waitsFor];
      last = shown;
    }
  } catch (error) {
    if (over?.aborted !== true) throw error;
    console.error('It is still under way; nothing was called off.');
    return TIMED_OUT;
  }
};

export const rotation: CliCommand = {
  name: 'rotation',
  usage: 'ID [--watch [--timeout TIME]] [--json]',
  summary: "Tell what an identity's rotation is doing, host by host, and what comes next.",
  details: [
    '--watch               go on telling while something is under way by itself, then end with',
    '                        0  every host has proved the value',
    '                        3  a person must act: it failed, or a host is left that nobody proved',
    '                        4  --timeout was over first',
    '--timeout TIME        seconds, or such as 90s, 10m, 2h; without it the watch has no end of its own',
    '--json                one line of JSON for each look that differs',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { watch: { type: 'boolean' }, timeout: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [id, ...rest] = positionals;
    if (id === undefined || rest.length > 0) throw new UsageError('rotation takes the id of one identity');
    const show = values.json === true ? (now: Rotation) => JSON.stringify(now) : inWords;
    const timeoutMs = values.timeout === undefined ? undefined : milliseconds(values.timeout);
    if (values.watch === true) return watched(env, id, show, timeoutMs);
    if (timeoutMs !== undefined) throw new UsageError('--timeout goes with --watch');
    await print(show(await look(apiOf(env), id)));
    return 0;
  },
};
