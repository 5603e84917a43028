import type { FindOptions } from '../../kernel/read-model';
import type { ReadModels } from '../../kernel/read-models';
import type { ReadSide } from '../../kernel/read-side';
import { Shutdown, ShuttingDown } from '../../kernel/shutdown';
import { ModelPages } from './model-pages';

/** All that a read model holds, page by page, from a store that answers within the turn, as a file does. */
const ids = Array.from({ length: 450 }, (_, n) => String(n).padStart(4, '0'));
const asked: FindOptions[] = [];
const find = async (options: FindOptions): Promise<readonly object[]> => {
  asked.push(options);
  const { after, order, limit } = options;
  const isDescending = order?.descending === true;
  const rest = (isDescending ? ids.toReversed() : ids).filter(
    (id) => after === undefined || (isDescending ? id < after.id : id > after.id),
  );
  return rest.slice(0, limit).map((id) => ({ id, at: `at ${id}` }));
};
const pagesUntil = (shutdown: Shutdown) =>
  new ModelPages(
    { readModel: () => ({ find }) } as unknown as ReadModels,
    { waitFor: async () => true, head: async () => '' } as unknown as ReadSide,
    shutdown,
  );
const pages = pagesUntil(new Shutdown());
beforeEach(() => void asked.splice(0));

test.each([
  ['in its order', undefined, ids],
  ['in another one, the last first', { by: 'at', descending: true }, ids.toReversed()],
])('all of it comes, %s', async (_, order, expected) => {
  const found: string[] = [];
  for await (const page of pages.of<{ id: string }>('things', [], '', order)) found.push(...page.map(({ id }) => id));
  expect(found).toEqual(expected);
  expect(asked.map(({ after }) => after?.value)).toEqual(
    order === undefined ? [undefined, '0199', '0399'] : [undefined, 'at 0250', 'at 0050'],
  );
});

test('between two pages whoever else waits gets a turn', async () => {
  const happened: string[] = [];
  setImmediate(() => happened.push('another'));
  for await (const page of pages.of<{ id: string }>('things', [])) happened.push(page[0]?.id ?? '');
  expect(happened).toEqual(['0000', 'another', '0200', '0400']);
});

test('whoever has enough reads no more', async () => {
  for await (const page of pages.of<{ id: string }>('things', [])) if (page.length > 0) break;
  expect(asked).toHaveLength(1);
});

test('once the process stops, whoever reads gets no further page', async () => {
  const shutdown = new Shutdown();
  const reading = async () => {
    for await (const _ of pagesUntil(shutdown).of<{ id: string }>('things', [])) shutdown.begin();
  };
  await expect(reading()).rejects.toThrow(ShuttingDown);
  expect(asked).toHaveLength(1);
  await expect(reading()).rejects.toThrow(ShuttingDown);
  expect(asked).toHaveLength(1);
});
