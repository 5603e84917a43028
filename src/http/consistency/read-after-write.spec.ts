import type { ReadSide } from '../../kernel/read-side';
import { ReadAfterWrite } from './read-after-write';

/** Models that are as far as said, and how long each question was ready to wait. */
const consistency = (reached: Record<string, string>) => {
  const waits: number[] = [];
  const readSide: ReadSide = {
    head: async () => '9',
    waitFor: async (models, position, ms) => {
      if (ms > 0) waits.push(ms);
      return models.every((model) => (reached[model] ?? '9') >= position);
    },
  };
  const asking = async <T>(question: () => Promise<T>) => [await question(), 'by the log'] as T;
  return { waits, reads: new ReadAfterWrite(readSide, { asking }) };
};

test('models that have the write are asked', async () => {
  const { reads } = consistency({});
  expect(await reads.afterWrite('5', ['a', 'b'], async () => 'found')).toBe('found');
});

test('a model that was waited for in vain is waited for again once it has what was missed, and not before', async () => {
  const reached = { a: '4', b: '9' };
  const { reads, waits } = consistency(reached);
  const ask = (position: string, models: readonly string[]) => reads.afterWrite(position, models, async () => 'found');
  expect(await ask('5', ['a', 'b'])).toEqual(['found', 'by the log']);
  expect(await ask('6', ['a'])).toEqual(['found', 'by the log']);
  expect(waits).toHaveLength(1);
  // Those beside it have missed nothing.
  expect(await ask('6', ['b'])).toBe('found');
  expect(waits).toHaveLength(2);
  reached.a = '5';
  expect(await ask('6', ['a'])).toEqual(['found', 'by the log']);
  expect(waits).toHaveLength(3);
  reached.a = '6';
  expect(await ask('6', ['a'])).toBe('found');
});
