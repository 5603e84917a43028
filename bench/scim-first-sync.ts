import type { Figure } from './support/figures';
import { median } from './support/figures';
import { api } from './support/api';
import { besideFigure, roundsOf, type Work } from './support/beside';
import { ScimProvider } from './support/scim-provider';
import { removeData, startServer } from './support/server-process';
import { sideBySide } from './support/side-by-side';
import { makeVault } from './support/vault';

const IDENTITIES = 16;
const AT_ONCE = 8;
const MOST_GROWTH = 1.5;

/**
 * A directory is filled for the first time, as identity providers fill one: each person is looked for, made and put into the
 * group of all. Rounds of checkouts, alone and beside it, lie spread over its growth.
 */
export const scimFirstSync = async (quick: boolean): Promise<readonly Figure[]> => {
  const people = quick ? 1000 : 10_000;
  const rounds = quick ? 3 : 9;
  const server = await startServer();
  const call = api(server.url, await server.token('owner@example.com'));
  const { ids } = await makeVault(call, IDENTITIES);
  const provider = await ScimProvider.connect(server.url, call);
  const round = roundsOf(call, ids, quick ? 2 : 4);
  const oneByOne: Work = async (isOver) => {
    while (!isOver()) await provider.provision();
  };
  const severalAtOnce: Work = async (isOver) => {
    await Promise.all(Array.from({ length: AT_ONCE }, () => oneByOne(isOver)));
  };
  const works = [
    ['people are provisioned over SCIM, one after another', oneByOne],
    [`people are provisioned over SCIM, ${AT_ONCE} at once`, severalAtOnce],
  ] as const;
  const pairs = works.map((): (readonly [readonly number[], readonly number[]])[] => []);
  const took: (readonly number[])[] = [];
  await round();
  try {
    for (let n = 1; n <= rounds; n += 1) {
      const still = Math.max(0, Math.round((people * n) / rounds) - provider.provisioned);
      took.push(await sideBySide(Array.from({ length: still }), 1, () => provider.provision()));
      for (const [place, [, work]] of works.entries()) pairs[place]?.push([await round(), await round(work)]);
    }
    // Not of the very first: there the server is not warm yet.
    const [early = Number.NaN, late = Number.NaN] = [took[1], took.at(-1)].map((each) => median(each ?? []));
    return [
      ...works.map(([what], place) => besideFigure(what, pairs[place] ?? [])),
      {
        what: `a person provisioned into a directory of ${people.toLocaleString('en')}, against one of the first`,
        measured: `${(late / early).toFixed(2)} (${late.toFixed(1)} ms; first ${early.toFixed(1)} ms)`,
        mustReach: `≤ ${MOST_GROWTH}`,
        reached: late / early <= MOST_GROWTH,
      },
    ];
  } finally {
    await server.stop();
    removeData(server.dataDir);
  }
};
