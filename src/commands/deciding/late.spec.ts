import { between, counted, counter, Nodes } from '../../../test/support/two-nodes';
import { refuse } from '../../kernel/refusal';
import { StoreUnavailable } from '../../kernel/store-errors';

/** Once the caller has been told 503, nothing is decided for that call any more: no fact, no refusal, no disclosure. */
const decisionTarget = { fold: counter, id: 'a', refusedAs: 'keyledger.thing-count-refused.v1' };
let nodes: Nodes;
beforeEach(() => {
  nodes = new Nodes();
});
afterEach(() => nodes.close());

const everything = () => nodes.store.readAll({ limit: 100 });

test('a decision whose turn comes at the deadline is not made', async () => {
  const { deciding } = await nodes.node();
  const choose = jest.fn(() => [counted(1)]);
  await expect(deciding.decide(nodes.context({ deadline: nodes.now }), decisionTarget, choose)).rejects.toThrow(
    StoreUnavailable,
  );
  expect(choose).not.toHaveBeenCalled();
  expect(await everything()).toEqual([]);
  await deciding.decide(nodes.context({ deadline: nodes.now + 1 }), decisionTarget, choose);
  expect(await everything()).toHaveLength(1);
});

test('one that waited in the queue behind another until then neither', async () => {
  const slow = between(nodes.store, {
    append: async (stream, expected, events) => {
      const appended = await nodes.store.append(stream, expected, events);
      nodes.now += 40_000;
      return appended;
    },
  });
  const { deciding } = await nodes.node(slow);
  const context = nodes.context();
  const asked = [1, 2].map((by) => deciding.decide(context, decisionTarget, () => [counted(by)]));
  await expect(asked[1]).rejects.toThrow(StoreUnavailable);
  await asked[0];
  expect((await everything()).map(({ data }) => data)).toEqual([{ by: 1 }]);
});

test('nor one that took until then to judge: what it decided is not written', async () => {
  const { deciding } = await nodes.node();
  const judged = deciding.decide(nodes.context(), decisionTarget, async () => {
    nodes.now += 30_000;
    return [counted(1)];
  });
  await expect(judged).rejects.toThrow(StoreUnavailable);
  expect(await everything()).toEqual([]);
});

test('what is only told is neither judged nor told', async () => {
  const { recording } = await nodes.node();
  const late = nodes.context({ deadline: nodes.now });
  const judge = jest.fn(async () => refuse('NO', 'No.'));
  await expect(recording.judge(late, 'keyledger.thing-look-refused.v1', judge)).rejects.toThrow(StoreUnavailable);
  await expect(recording.record(late, 'counter-a', counted(1))).rejects.toThrow(StoreUnavailable);
  expect(judge).not.toHaveBeenCalled();
  expect(await everything()).toEqual([]);
});
