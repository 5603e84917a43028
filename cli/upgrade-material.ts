import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiOf, type Api } from './api';
import type { CliCommand } from './command';
import { print } from './print';

const LOOK_EVERY_MS = 500;

interface Encryption {
  readonly v2: number;
  readonly v1: number;
  readonly plaintext: number;
  readonly upgrade?: { readonly state: 'running' | 'finished'; readonly broken?: number };
}

interface Organization {
  readonly id: string;
  readonly name: string;
}

const all = async (api: Api): Promise<readonly Organization[]> => {
  const found: Organization[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: { items: readonly Organization[]; nextCursor: string | null } = await api.ask('GET', '/organizations', {
      limit: '200',
      cursor: cursor ?? undefined,
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
};

const inWords = ({ name }: Organization, now: Encryption, first: number): string => {
  const done = Math.max(0, first - now.v1);
  const left =
    now.plaintext === 0 ? '' : `; ${now.plaintext} were stored in plain text: rotate them, or save them anew`;
  return `${name}: ${done} of ${first} upgraded (${first === 0 ? 100 : Math.floor((done / first) * 100)} %)${left}`;
};

/** Asks for it, and tells how far it is until it is over. Answers how many values do not open. */
const upgraded = async (api: Api, organization: Organization, json: boolean): Promise<number> => {
  const path = `/organizations/${encodeURIComponent(organization.id)}/encryption`;
  const { v1: first } = await api.ask<Encryption>('GET', path);
  if (first > 0) await api.ask('POST', `${path}/upgrade`);
  for (let last = ''; ; await pause(LOOK_EVERY_MS)) {
    const now = await api.ask<Encryption>('GET', path);
    const shown = json
      ? JSON.stringify({ organizationId: organization.id, ...now })
      : inWords(organization, now, first);
    if (shown !== last) await print(shown);
    if (now.upgrade?.state !== 'running') return now.v1 === 0 ? 0 : (now.upgrade?.broken ?? now.v1);
    last = shown;
  }
};

export const upgradeMaterial: CliCommand = {
  name: 'upgrade-material',
  usage: '[--organization ID] [--json]',
  summary: 'Seal anew, as v2, what was imported as v1 and nobody has opened since; tells how far it is.',
  details: [
    'Of one organization, or of all you see. It is done by the server, in the background: stopping this command',
    'stops nothing, and starting it again shows how far it is. Values keep their version numbers.',
    'Exit code 1: some values do not open under the secret of their organization; the audit names them.',
  ],
  run: async (args, env) => {
    const { values } = parseArgs({
      args: [...args],
      options: { organization: { type: 'string' }, json: { type: 'boolean' } },
    });
    const api = apiOf(env);
    const { organization: id } = values;
    const organizations =
      id === undefined
        ? await all(api)
        : [await api.ask<Organization>('GET', `/organizations/${encodeURIComponent(id)}`)];
    let broken = 0;
    for (const each of organizations) broken += await upgraded(api, each, values.json === true);
    if (broken > 0) console.error(`${broken} identities hold a v1 value that does not open; see the audit.`);
    return broken > 0 ? 1 : 0;
  },
};
