import { Leases } from '../../../test/support/leases';
import { until } from '../../../test/support/until';
import { MOST_STREAMS, StreamSlots, type StreamSlot } from './stream-slots';

/** Places for the streams of one user, over nodes that share their leases. */
const twoNodes = (pace = 1) => {
  const leases = new Leases(pace);
  const [one, other] = [leases.node(), leases.node()];
  return { one: new StreamSlots(one), other: new StreamSlots(other), fallSilent: () => one.fallSilent() };
};
const taken = (slots: readonly (StreamSlot | undefined)[]) => slots.filter((slot) => slot !== undefined);
const takeMany = async (count: number, ...nodes: readonly StreamSlots[]) =>
  taken(await Promise.all(Array.from({ length: count }, async (_, n) => nodes[n % nodes.length]?.take('ann'))));

test('there are four, on one node or spread over two, however many ask at once', async () => {
  const { one, other } = twoNodes();
  expect(await takeMany(20, one, other)).toHaveLength(MOST_STREAMS);
  expect([await one.take('ann'), await other.take('ann')]).toEqual([undefined, undefined]);
  expect(taken([await one.take('bob'), await other.take('bob')])).toHaveLength(2);
});

test('one that is left is free for either node, and once', async () => {
  const { one, other } = twoNodes();
  const [first] = await takeMany(MOST_STREAMS, one);
  expect(await other.take('ann')).toBeUndefined();
  await first?.leave();
  expect(await takeMany(2, one, other)).toHaveLength(1);
});

test('what a node that died had open counts no longer than its leases last', async () => {
  const { one, other, fallSilent } = twoNodes(0.001);
  const held = await takeMany(MOST_STREAMS, one);
  fallSilent();
  const mine: StreamSlot[] = [];
  await until('all places', async () => {
    const slot = await other.take('ann');
    if (slot !== undefined) mine.push(slot);
    return mine.length === MOST_STREAMS;
  });
  await expect(held[0]?.renew()).rejects.toThrow('cut off');
});

test('a stream whose place was taken meanwhile hears so, and takes nobody’s place when it leaves', async () => {
  const { one, other } = twoNodes(0.001);
  const [slot] = await takeMany(1, one);
  let theirs: StreamSlot | undefined;
  await until('the place', async () => {
    const got = await takeMany(MOST_STREAMS, other);
    theirs = got[0] ?? theirs;
    return got.length > 0 && (await slot?.renew()) === false;
  });
  await slot?.leave();
  expect(await theirs?.renew()).toBe(true);
});

test('a store that does not answer leaves no place behind that nobody has', async () => {
  const lease = {
    hold: jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(true),
    release: jest.fn(),
  };
  const slots = new StreamSlots(lease);
  await expect(slots.take('ann')).rejects.toThrow('away');
  expect(await takeMany(5, slots)).toHaveLength(MOST_STREAMS);
});
