import { DAMAGE_SETTLED } from '../../src/kernel/facts/settled';
import type { Projector } from '../../src/kernel/projector';
import type { ReadModel } from '../../src/kernel/read-model';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { StoreUnavailable } from '../../src/kernel/store-errors';
import { ModelsOrStreams } from './models-or-streams';

interface Tally {
  readonly id: string;
  readonly n: number;
}

const tallies: Projector<Tally> = {
  schema: { name: 'tallies', version: 1, fields: {}, indexes: [] },
  types: ['added', 'broken'],
  streams: { id: (id) => [`vault-${id}`] },
  ids: ({ data }) => [(data as { id: string }).id],
  next: (tally, { type }, id) => {
    if (type === 'broken') throw new Error('no');
    return { id, n: (tally?.n ?? 0) + 1 };
  },
  losses: [{ category: 'vault', where: (id) => [{ field: 'id', is: id }], left: () => undefined }],
};

const event = (stream: string, revision: number, type: string, data: object): RecordedEvent =>
  ({
    id: `${stream} ${revision}`,
    stream,
    revision,
    type,
    data,
    position: String(revision).padStart(4, '0'),
    metadata: { time: 't' },
  }) as RecordedEvent;
const added = (id: string, count: number, from = 0): readonly RecordedEvent[] =>
  Array.from({ length: count }, (_, n) => event(`vault-${id}`, from + n, 'added', { id }));

/** What the model holds so far: nothing but that it was asked. */
const standing: ReadModel<Tally> = {
  get: async (id) => ({ id, n: -1 }),
  find: async () => [{ id: 'standing', n: -1 }],
  count: async () => -1,
};

const modelsOn = (...streams: readonly (readonly RecordedEvent[])[]) => {
  const reader = {
    page: async (stream: string, from: number, limit: number) =>
      (streams.find(([first]) => first?.stream === stream) ?? [])
        .filter(({ revision }) => revision >= from)
        .slice(0, limit),
  };
  return new ModelsOrStreams({ readModel: <D>() => standing as unknown as ReadModel<D> }, [tallies], reader);
};

const settled = (revision: number, lostUpTo: number) =>
  event('damage', revision, DAMAGE_SETTLED, { damageId: 'd', stream: 'vault-a', revision: 0, lostUpTo });

describe('models, or the streams instead', () => {
  const get = (models: ModelsOrStreams, id = 'a') => models.readModel<Tally>('tallies').get(id);

  test('a question that can wait is answered as the model stands', async () => {
    expect(await get(modelsOn(added('a', 2)))).toEqual({ id: 'a', n: -1 });
  });

  test('one that can not, by all facts of the stream, and nobody else meanwhile', async () => {
    const models = modelsOn(added('a', 1201));
    const asked = models.asking(async () => {
      await new Promise(setImmediate);
      return get(models);
    });
    expect(await get(models)).toEqual({ id: 'a', n: -1 });
    expect(await asked).toEqual({ id: 'a', n: 1201 });
    expect(await models.asking(() => get(models, 'b'))).toBeUndefined();
  });

  test('lists as the model stands, those of a few things by their streams', async () => {
    const models = modelsOn(added('a', 2), added('b', 1));
    const model = () => models.readModel<Tally>('tallies');
    const among = (ids: readonly string[]) => ({ where: [{ field: 'id', in: ids }], limit: 9 });
    expect(await models.asking(() => model().find({ limit: 9 }))).toEqual([{ id: 'standing', n: -1 }]);
    expect(await models.asking(() => model().find({ ...among(['a']), word: 'x' }))).toEqual([
      { id: 'standing', n: -1 },
    ]);
    expect(await models.asking(() => model().find(among('abcdefghi'.split(''))))).toEqual([{ id: 'standing', n: -1 }]);
    expect(await models.asking(() => model().find(among(['a', 'b'])))).toEqual([
      { id: 'a', n: 2 },
      { id: 'b', n: 1 },
    ]);
    expect(await models.asking(() => model().count([{ field: 'id', is: 'a' }]))).toBe(1);
    expect(await models.asking(() => model().count([]))).toBe(-1);
  });

  test('whoever asks hears of what was read as the model stands', async () => {
    const models = modelsOn(added('a', 1));
    const model = () => models.readModel<Tally>('tallies');
    const heard = async (question: () => Promise<unknown>) => {
      const onModel = jest.fn();
      await models.asking(question, onModel);
      return onModel.mock.calls.length > 0;
    };
    expect(await heard(() => get(models))).toBe(false);
    expect(await heard(() => get(models, 'none'))).toBe(false);
    expect(await heard(() => model().count([]))).toBe(true);
    expect(await heard(() => model().find({ limit: 9 }))).toBe(true);
    expect(await heard(() => model().find({ where: [{ field: 'id', is: 'a' }], word: 'x', limit: 9 }))).toBe(true);
    expect(await heard(() => models.readModel('of nobody').get('a'))).toBe(true);
  });

  test('four questions hold streams at once, and each of the others gets its turn', async () => {
    const held: (() => void)[] = [];
    const page = () => new Promise<RecordedEvent[]>((resolve) => held.push(() => resolve([])));
    const models = new ModelsOrStreams({ readModel: <D>() => standing as unknown as ReadModel<D> }, [tallies], {
      page,
    });
    const asked = Promise.all(Array.from({ length: 9 }, () => models.asking(() => get(models))));
    let most = 0;
    let isDone = false;
    void asked.then(() => (isDone = true));
    while (!isDone) {
      await new Promise(setImmediate);
      most = Math.max(most, held.length);
      held.splice(0).forEach((release) => release());
    }
    expect(await asked).toHaveLength(9);
    expect(most).toBe(4);
  });

  test('what was lost and settled is not told, what came later is', async () => {
    expect(await modelsOn(added('a', 2)).asking(async () => 1)).toBe(1);
    const lost = modelsOn(added('a', 2), [settled(7, 1)]);
    expect(await lost.asking(() => get(lost))).toBeUndefined();
    const later = modelsOn([...added('a', 2), ...added('a', 1, 8)], [settled(7, 1)]);
    expect(await later.asking(() => get(later))).toEqual({ id: 'a', n: 1 });
  });

  test('a fact that the model can not take stops it here, too', async () => {
    const models = modelsOn([event('vault-a', 0, 'broken', { id: 'a' })]);
    await expect(models.asking(() => get(models))).rejects.toThrow(StoreUnavailable);
  });
});
