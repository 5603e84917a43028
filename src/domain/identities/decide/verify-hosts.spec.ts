import { Rotation } from '../../../../test/support/a-rotation';
import { at } from '../../../../test/support/an-identity';

/** What hosts hold is looked at daily: each once, whenever it is there. */
const DAY = 24 * 60;
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const proved = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 2);
const asked = (rotation: Rotation) => rotation.state.jobs.map(({ hostId, type }) => [hostId, type]);

test('all that are there are asked, and each once', () => {
  const due = at(2 + DAY);
  const rotation = proved().look(3 + DAY, undefined, due);
  expect(asked(rotation)).toEqual([
    ['host1', 'verify'],
    ['host2', 'verify'],
  ]);
  rotation.done('host1', 4 + DAY).done('host2', 4 + DAY);
  expect(asked(rotation.look(13 + DAY, undefined, due))).toEqual([]);
});

test('one that is away is asked when it is back, and the other is not asked again for that', () => {
  const due = at(2 + DAY);
  const rotation = proved()
    .look(3 + DAY, ['host1'], due)
    .done('host1', 4 + DAY);
  expect(asked(rotation.look(13 + DAY, undefined, due))).toEqual([['host2', 'verify']]);
});

test('one that stays away keeps no other from being asked every day', () => {
  const due = at(2 + DAY);
  const rotation = proved()
    .look(3 + DAY, ['host1'], due)
    .done('host1', 4 + DAY);
  expect(asked(rotation.look(3 + 2 * DAY, ['host1'], due))).toEqual([]);
  expect(asked(rotation.look(5 + 2 * DAY, ['host1'], due))).toEqual([['host1', 'verify']]);
});

test('one that was asked and could not tell is left in peace until the next day', () => {
  const due = at(2 + DAY);
  const rotation = proved()
    .look(3 + DAY, ['host1'], due)
    .done('host1', 4 + DAY, 'unverified', 'LOGIN_INCONCLUSIVE');
  expect(asked(rotation.look(13 + DAY, ['host1'], due))).toEqual([]);
  expect(asked(rotation.look(5 + 2 * DAY, ['host1'], due))).toEqual([['host1', 'verify']]);
});
