import { SUBJECT } from '../../../../test/support/a-fact';
import { Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { shareAccount, type Sharing } from './share-account';

/** An identity is told that its account on a host is another one's as well: once, and who came later stands still there. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const GOES_ON: Sharing = { otherIdentityId: 'i2', otherIdentityName: 'Other', otherHostId: 'h2', stopped: false };
const STOPS: Sharing = { ...GOES_ON, stopped: true };
const told =
  (sharing: Sharing, hostId = 'host1') =>
  (state: Rotation['state']) =>
    shareAccount(state, ID, hostId, sharing, at(9));
const TOLD = ['host-account-shared host1'];

test.each<[string, () => Rotation, Sharing, string, readonly string[]]>([
  ['that it goes on', () => Rotation.staged(ON_TWO), GOES_ON, 'host1', TOLD],
  ['while it is being taken over', () => Rotation.enrolling(), GOES_ON, 'host1', TOLD],
  ['nothing, when it is deleted', () => new Rotation(history(ON_TWO)).decide(deleted(2)), GOES_ON, 'host1', []],
  ['nothing of a host that it is not on', () => Rotation.staged(ON_TWO), STOPS, 'host3', []],
  ['the same once', () => Rotation.staged(ON_TWO).decide(told(GOES_ON)), GOES_ON, 'host1', []],
  [
    'of another identity anew',
    () => Rotation.staged(ON_TWO).decide(told({ ...GOES_ON, otherIdentityId: 'i3' })),
    GOES_ON,
    'host1',
    TOLD,
  ],
  [
    'of another host of that one anew',
    () => Rotation.staged(ON_TWO).decide(told({ ...GOES_ON, otherHostId: 'h3' })),
    GOES_ON,
    'host1',
    TOLD,
  ],
  ['of another of its own hosts', () => Rotation.staged(ON_TWO).decide(told(GOES_ON, 'host2')), GOES_ON, 'host1', TOLD],
  [
    'that it stands still: what waits on that host is called off',
    () => Rotation.staged(ON_TWO),
    STOPS,
    'host1',
    ['job-cancelled r1 host1 set rotation 2 superseded', ...TOLD],
  ],
  [
    'that it stands still, and what was begun is brought to its end',
    () => Rotation.staged(ON_TWO).lease('host1', 2).start('host1', 2),
    STOPS,
    'host1',
    TOLD,
  ],
  ['that it stands still, each time anew', () => Rotation.staged(ON_TWO).decide(told(STOPS)), STOPS, 'host1', TOLD],
])('it is told %s', (_, scenario, sharing, hostId, expected) => {
  expect(inShort(told(sharing, hostId)(scenario().state))).toEqual(expected);
});

test('of something of another organization nothing is told but that it is there', () => {
  const { state } = Rotation.staged(ON_TWO);
  expect(told({ stopped: false })(state)).toStrictEqual([
    {
      type: 'keyledger.host-account-shared.v1',
      data: { ...SUBJECT, hostId: 'host1', stopped: false, foundAt: at(9) },
    },
  ]);
  expect(told(GOES_ON)(state)).toMatchObject([{ data: { ...SUBJECT, ...GOES_ON, hostId: 'host1', foundAt: at(9) } }]);
});
