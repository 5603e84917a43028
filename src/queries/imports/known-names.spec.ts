import type { FindOptions } from '../../kernel/read-model';
import { KnownNames, KnownNamesHandler } from './known-names';

const IDENTITIES = Array.from({ length: 1001 }, (_, n) => ({
  id: String(n).padStart(4, '0'),
  name: `n${n}`,
  username: 'u',
}));

const handler = (): KnownNamesHandler => {
  const find = async ({ after, limit }: FindOptions) =>
    IDENTITIES.filter(({ id }) => after === undefined || id > after.id).slice(0, limit);
  const on = [{ readModel: () => ({ find }) }, { now: () => 0 }] as unknown as ConstructorParameters<
    typeof KnownNamesHandler
  >;
  return new KnownNamesHandler(...on);
};

/** Others' turns of the event loop so far. */
const turns = (): { readonly count: () => number; readonly stop: () => void } => {
  let count = 0;
  let next = setImmediate(function turn() {
    count += 1;
    next = setImmediate(turn);
  });
  return { count: () => count, stop: () => clearImmediate(next) };
};

test('a vault of many is known whole, and others have their turns meanwhile', async () => {
  const others = turns();
  const found: string[] = [];
  for await (const { names } of await handler().execute(new KnownNames({ what: 'identities', vaultId: 'v' }))) {
    found.push(names.join());
  }
  others.stop();
  expect(found).toEqual(IDENTITIES.map(({ name }) => `${name},u`));
  expect(others.count()).toBeGreaterThanOrEqual(5);
});
