import { api, type Api } from './support/api';
import { percentile, type Figure } from './support/figures';
import { serverWithIdentities } from './support/many-identities';
import { removeData } from './support/server-process';
import { timed } from './support/timed';
import { untilCurrent } from './support/until-current';

const IDENTITIES = 100_000;
const PEOPLE = 10_000;
const HOSTS = 1000;
const ROUNDS = 20;
const AT_ONCE = 8;
const MOST_MS = 10;
/** It replays the log, and is no list. */
const REPORTS = '/reports';

interface Described {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly parameters?: readonly { readonly name: string }[] } }>
  >;
}

/** Every list of the API that needs nothing but a page's length, as its own description tells. */
const listsOf = async (url: string): Promise<readonly string[]> => {
  const { servers, paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Described;
  const prefix = servers[0]?.url ?? '';
  return Object.entries(paths)
    .filter(([path, { get }]) => !path.includes('{') && get?.parameters?.some(({ name }) => name === 'limit') === true)
    .map(([path]) => path.replace(new RegExp(`^(${prefix}|/api/v1)`), ''))
    .filter((path) => !path.startsWith(REPORTS));
};

const makeMany = async (count: number, make: (n: number) => Promise<unknown>): Promise<void> => {
  let n = 0;
  const work = async () => {
    while (n < count) await make((n += 1));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
};

interface Page {
  readonly nextCursor?: string | null;
}

/** How long the first page of 50 and the one behind it take, ms. */
const pagesOf = async (call: Api, path: string): Promise<readonly number[]> => {
  const times: number[] = [];
  let next: string | null | undefined = '';
  for (let page = 0; page < 2 && typeof next === 'string'; page++) {
    const asked = `${path}?limit=50${next === '' ? '' : `&cursor=${encodeURIComponent(next)}`}`;
    let answer: Page = {};
    times.push(await timed(async () => void (answer = await call<Page>('GET', asked))));
    next = answer.nextCursor;
  }
  return times;
};

/** Every list of an account that is large in everything. */
export const lists = async (quick: boolean): Promise<readonly Figure[]> => {
  const share = quick ? 10 : 1;
  const { application, call, token } = await serverWithIdentities(IDENTITIES / share);
  const { items } = await call<{ items: readonly { id: string }[] }>('GET', '/organizations?limit=1');
  const organizationId = items[0]?.id;
  await makeMany(PEOPLE / share, (n) => {
    const person = { email: `person-${n}@example.com`, displayName: `Person ${n}`, active: true };
    return call('POST', '/idp/users', person);
  });
  await makeMany(HOSTS / share, (n) => call('POST', '/hosts', { name: `host ${n}`, organizationId }));
  await untilCurrent(call);
  const figures: Figure[] = [];
  for (const path of await listsOf(application.url)) {
    const times: number[] = [];
    for (let round = -ROUNDS / 4; round < ROUNDS; round++) {
      const took = await pagesOf(api(application.url, token), path);
      // The first rounds warm up.
      if (round >= 0) times.push(...took);
    }
    const p95 = percentile(times, 0.95);
    figures.push({
      what: `GET ${path}, pages of 50, p95`,
      measured: `${p95.toFixed(1)} ms`,
      mustReach: `≤ ${MOST_MS} ms`,
      reached: p95 <= MOST_MS,
    });
  }
  await application.stop();
  removeData(application.dataDir);
  return figures;
};
