import { sinkCheckpoint } from '../../../test/support/sinks/sink-items';
import { SinkCheckpoints } from './sink-checkpoints';

const MINUTE = 60_000;
const checkpoints = () => {
  const sent: (readonly [string, number] | undefined)[] = [];
  const state: { fails: boolean; asked?: readonly [string, number] } = { fails: false };
  const of = new SinkCheckpoints(
    async () => {
      if (state.fails) throw new Error('refused');
      sent.push(state.asked);
    },
    (note, at) => {
      state.asked = [note, at];
      return sinkCheckpoint(1);
    },
  );
  return { of, sent, state };
};
test('a new one at most once a minute, the same one each hour, the first at once', async () => {
  const { of, sent } = checkpoints();
  const looks: readonly [string, number][] = [
    ['a', 0],
    ['b', 1000],
    ['b', MINUTE - 1],
    ['b', MINUTE],
    ['b', 3 * MINUTE],
    ['b', 60 * MINUTE],
    ['b', 61 * MINUTE],
    ['b', 62 * MINUTE],
  ];
  for (const [note, now] of looks) await of.look(note, now);
  expect(sent).toEqual([
    ['a', 0],
    ['b', MINUTE],
    ['b', 61 * MINUTE],
  ]);
});

test('one that was refused is tried again, not at once', async () => {
  const { of, sent, state } = checkpoints();
  state.fails = true;
  await of.look('a', 0);
  state.fails = false;
  await of.look('a', 9_999);
  expect(sent).toEqual([]);
  await of.look('a', 10_000);
  expect(sent).toEqual([['a', 10_000]]);
});

test('a clock that is set back keeps none from being sent', async () => {
  const { of, sent } = checkpoints();
  await of.look('a', 100 * MINUTE);
  await of.look('b', 5 * MINUTE);
  expect(sent).toHaveLength(2);
});
