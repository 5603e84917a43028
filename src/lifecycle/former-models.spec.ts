import { ReadSide } from '../../test/support/read-side';
import { dropFormerModels } from './former-models';
import type { Lease } from '../kernel/lease';

const FORMER = { name: 'open_sessions', version: 5, fields: {}, indexes: [] };
const side = new ReadSide();
afterAll(() => side.close());

const leaseOf = (free: boolean): Lease => ({ hold: async () => free, release: async () => undefined });

test('a read model that this release has no more is dropped, but not while a node of an older one fills it', async () => {
  await side.reads.activate(await side.reads.begin(FORMER));
  await dropFormerModels(side.reads, leaseOf(false));
  expect(await side.reads.builds('open_sessions')).toHaveLength(1);
  await dropFormerModels(side.reads, leaseOf(true));
  expect(await side.reads.builds('open_sessions')).toEqual([]);
  await side.reads.activate(await side.reads.begin(FORMER));
  await dropFormerModels(side.reads, undefined);
  expect(await side.reads.builds('open_sessions')).toEqual([]);
});
