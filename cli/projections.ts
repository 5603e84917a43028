import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiOf, type Api } from './api';
import type { CliCommand } from './command';
import { print } from './print';
import { table } from './table';
import { UsageError } from './usage-error';

const LOOK_EVERY_MS = 500;

interface Projection {
  readonly name: string;
  readonly version: number;
  readonly position: string;
  readonly lag: number;
  readonly state: 'running' | 'rebuilding' | 'stopped';
  readonly progress?: { readonly percent: number; readonly eventsPerSecond: number };
  readonly error?: string;
}

const all = async (api: Api): Promise<readonly Projection[]> =>
  (await api.ask<{ items: readonly Projection[] }>('GET', '/operations/projections')).items;

const inWords = ({ progress }: Projection): string =>
  progress === undefined ? '' : `${progress.percent} % at ${progress.eventsPerSecond} events/s`;

const list = async (api: Api, json: boolean): Promise<number> => {
  const found = await all(api);
  const rows = found.map((each) => [
    each.name,
    String(each.version),
    each.position || '-',
    String(each.lag),
    each.state,
    each.error ?? inWords(each),
  ]);
  await print(json ? JSON.stringify(found) : table([['NAME', 'VERSION', 'POSITION', 'LAG', 'STATE', ''], ...rows]));
  return 0;
};

/** Looks until the new build is what is served; throws when it stopped on the way. */
const rebuild = async (api: Api, name: string, json: boolean): Promise<number> => {
  await api.ask('POST', `/operations/projections/${encodeURIComponent(name)}/rebuild`);
  for (let last = ''; ; await pause(LOOK_EVERY_MS)) {
    const now = (await all(api)).find((each) => each.name === name);
    if (now === undefined || now.state === 'stopped') {
      throw new Error(`The rebuild of ${name} stopped: ${now?.error ?? 'the server does not know it any more'}`);
    }
    if (now.state === 'running') {
      await print(json ? JSON.stringify(now) : `${name} is rebuilt, and what is served from now on.`);
      return 0;
    }
    if (inWords(now) !== last) {
      last = inWords(now);
      await print(json ? JSON.stringify(now) : `${name}: ${last}`);
    }
  }
};

export const projections: CliCommand = {
  name: 'projections',
  usage: '[rebuild NAME] [--json]',
  summary: 'List the read models, or build one anew beside what is served, and watch it until it has taken over.',
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [verb, name, ...rest] = positionals;
    const json = values.json === true;
    if (verb === undefined) return list(apiOf(env), json);
    if (verb !== 'rebuild' || name === undefined || rest.length > 0) {
      throw new UsageError('projections takes nothing, or: rebuild and the name of one read model');
    }
    return rebuild(apiOf(env), name, json);
  },
};
