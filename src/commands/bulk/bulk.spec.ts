import type { Command, CommandBus } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { Bulk } from './bulk';

interface Asked extends Command<{ position: string }> {
  readonly id: string;
  readonly ids: readonly string[];
}

/** Ids that follow from a seed, as the real ones do. */
const seededIds = {
  from: (seed: string) => {
    let made = 0;
    return { next: () => `${seed}#${(made += 1)}` };
  },
};
const context = (): Context => ({
  actor: { kind: 'user', userId: 'ann' },
  correlationId: 'c',
  deadline: Number.MAX_SAFE_INTEGER,
  ids: seededIds.from('request'),
});

/** A bus on which each thing does what the spec says, and which tells with what ids it was asked. */
const busOf = (outcomes: Readonly<Record<string, () => unknown>>) => {
  const asked: Record<string, readonly string[]> = {};
  const execute = async ({ id, ids }: Asked) => {
    asked[id] = ids;
    return outcomes[id]?.() ?? { position: `p${id}` };
  };
  return { asked, bulk: new Bulk({ execute } as unknown as CommandBus, seededIds) };
};
const command = (each: Context, id: string) => ({ id, ids: [each.ids.next(), each.ids.next()] }) as unknown as Asked;
const run = (bulk: Bulk, ids: readonly string[]) => bulk.run(context(), { ids, at: 'p' }, command);
const failing = (error: Error) => () => {
  throw error;
};
const many = Array.from({ length: 40 }, (_, n) => `i${n}`);

test('tells how each went, in the order asked for, and goes on after a refusal and a damaged stream', async () => {
  const { bulk } = busOf({
    b: failing(new RefusedError(refuse('CHECKED_OUT', 'held'))),
    c: failing(new StreamUnreadable('identity-c', 3, undefined, 'a hole')),
    d: () => ({ id: 'made', position: 'pz' }),
  });
  expect(await run(bulk, ['d', 'c', 'b', 'a'])).toEqual({
    items: [
      { id: 'made', status: 'done' },
      { id: 'c', status: 'failed', code: 'STREAM_UNREADABLE' },
      { id: 'b', status: 'refused', code: 'CHECKED_OUT' },
      { id: 'a', status: 'done' },
    ],
    position: 'pz',
  });
});

test('a store that goes away ends it at once, and what was done is told', async () => {
  const { bulk, asked } = busOf({ i3: failing(new StoreUnavailable('away')) });
  const error = await run(bulk, many).catch((thrown: unknown) => thrown);
  const { code, extra } = (error as RefusedError).refusal;
  const items = extra?.['items'] as readonly { id: string; status: string }[];
  expect(code).toBe('UNAVAILABLE');
  expect(items.map(({ id }) => id)).toEqual(many);
  expect(items.filter(({ status }) => status === 'done')).toHaveLength(15);
  expect(items.at(-1)).toEqual({ id: 'i39', status: 'failed', code: 'UNAVAILABLE' });
  expect(Object.keys(asked)).toHaveLength(16);
});

test('what has no id of its own yet is told by what it is called, be it begun or not', async () => {
  const { bulk } = busOf({ i3: failing(new StoreUnavailable('away')) });
  const called = (id: string) => `name of ${id}`;
  const error = await bulk.run(context(), { ids: many, at: 'p' }, command, called).catch((thrown: unknown) => thrown);
  const items = (error as RefusedError).refusal.extra?.['items'] as readonly { id: string; status: string }[];
  expect(items.map(({ id }) => id)).toEqual(many.map(called));
});

test('each thing has the same ids when the request comes again, whatever else is in it then', async () => {
  const first = busOf({});
  await run(first.bulk, many);
  const second = busOf({});
  await run(second.bulk, many.slice(7).toReversed());
  expect(second.asked).toEqual(Object.fromEntries(many.slice(7).map((id) => [id, first.asked[id]])));
  expect(new Set(Object.values(first.asked).flat()).size).toBe(80);
});

test('of nothing it tells where the log stood', async () => {
  expect(await run(busOf({}).bulk, [])).toEqual({ items: [], position: 'p' });
});

test('a defect is not told as an outcome', async () => {
  const { bulk } = busOf({ a: failing(new TypeError('a defect')) });
  await expect(run(bulk, ['a'])).rejects.toThrow(TypeError);
});
