import { againstStores } from './support/against-stores';
import { api } from './support/api';
import type { Figure } from './support/figures';
import { importLines } from './support/import-lines';
import { timed } from './support/timed';
import { makeVault } from './support/vault';

/**
 * An import that is applied against sealing and appending the same identities by the stores alone, by turns: the same facts, codes
 * and values, in the order in which a server makes one, 64 at once, so that they share their commits; nothing is read, judged,
 * followed or projected. Ours counts from the request to the end of its answer.
 */
export const importRate = async (quick: boolean): Promise<readonly Figure[]> => {
  const count = quick ? 500 : 2000;
  let organizationId = '';
  const figure = await againstStores({
    what: 'an import with --apply against sealing and appending the same identities by the stores alone, 64 at once',
    least: 0.5,
    count,
    rounds: 7,
    alone: (bulk) => bulk.run(count),
    ours: async ({ url }, token, round) => {
      if (round === 0) ({ organizationId } = await makeVault(api(url, token), 0));
      return timed(() => importLines(url, token, organizationId, count, { from: round * count }));
    },
  });
  return [figure];
};
