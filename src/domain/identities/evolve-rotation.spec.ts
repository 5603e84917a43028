import { at } from '../../../test/support/an-identity';
import { changes, ON_TWO, stateOf } from '../../../test/support/changes';
import type { IdentityState, OpenRotation, ReplacedVersion } from './state';

/** What each fact of a rotation changes of an identity, and what it leaves as it was. */
const ROTATION: OpenRotation = {
  rotationId: 'r1',
  trigger: 'schedule',
  mode: 'hosts',
  requestedAt: at(1),
  version: 2,
  refusals: 1,
  hostIds: ['host1'],
};
const { version: _, ...UNSTAGED } = ROTATION;
const CANDIDATE = { rotationId: 'r1', trigger: 'schedule', version: 2 } as const;
const OPEN = [{ sessionId: 's' }] as unknown as IdentityState['sessions'];
const TROUBLED = {
  failuresInRow: 3,
  suspended: true,
  lastFailure: { code: 'X', detail: 'x' },
  retryAt: at(90),
  owed: 'after_use',
  nextRotationAt: at(99),
} as const;
const SETTLED = {
  rotation: undefined,
  candidate: undefined,
  owed: undefined,
  retryAt: undefined,
  failuresInRow: 0,
  suspended: false,
  lastFailure: undefined,
  nextRotationAt: undefined,
};
const rotating = (more: Partial<IdentityState> = {}) => stateOf({ rotation: ROTATION, candidate: CANDIDATE, ...more });

type Row = readonly [string, IdentityState, string, object, object];
const owed: readonly Row[] = [
  ['waits for the end of the use', stateOf(), 'rotation-owed', { trigger: 'after_use' }, { owed: 'after_use' }],
  [
    'is what the one under way is for as well',
    rotating({ owed: 'schedule' }),
    'rotation-owed',
    { trigger: 'after_use' },
    { owed: undefined, rotation: { ...ROTATION, owes: 'after_use' } },
  ],
  [
    'is asked for, whatever was owed or to be tried again',
    stateOf(TROUBLED),
    'rotation-requested',
    { rotationId: 'r1', trigger: 'schedule', mode: 'hosts', hostIds: ['host1'], requestedAt: at(1) },
    { owed: undefined, retryAt: undefined, rotation: { ...UNSTAGED, refusals: 0 } },
  ],
];
const staged: readonly Row[] = [
  ['nothing, where none is under way', stateOf(), 'rotation-staged', { rotationId: 'r1', version: 5 }, {}],
  [
    'its candidate, for every host the identity is on by then',
    stateOf({ rotation: UNSTAGED }),
    'rotation-staged',
    { rotationId: 'r1', version: 5 },
    {
      highestVersion: 5,
      candidate: { ...CANDIDATE, version: 5 },
      rotation: { ...ROTATION, version: 5, hostIds: ON_TWO.hostIds },
    },
  ],
  [
    'its candidate, of an older number than some other',
    stateOf({ rotation: UNSTAGED, highestVersion: 9 }),
    'rotation-staged',
    { rotationId: 'r1', version: 5 },
    { candidate: { ...CANDIDATE, version: 5 }, rotation: { ...ROTATION, version: 5, hostIds: ON_TWO.hostIds } },
  ],
  ['nothing, where none is refused', stateOf(), 'rotation-candidate-refused', { refusals: 2 }, {}],
  [
    'that another candidate is owed',
    rotating(),
    'rotation-candidate-refused',
    { refusals: 2 },
    { candidate: undefined, rotation: { ...ROTATION, version: undefined, refusals: 2 } },
  ],
  [
    'that it goes on with what it was for',
    stateOf({ candidate: { ...CANDIDATE, owes: 'after_use' }, retryAt: at(90), owed: 'schedule' }),
    'rotation-retried',
    { rotationId: 'r1', version: 2, hostIds: ['host2'], retriedAt: at(3) },
    {
      retryAt: undefined,
      rotation: { ...ROTATION, owes: 'after_use', hostIds: ON_TWO.hostIds, refusals: 0, requestedAt: at(3) },
    },
  ],
  [
    'that it goes on, as a person asked, where nobody knows what for',
    stateOf(),
    'rotation-retried',
    { rotationId: 'r1', version: 2, hostIds: ['host2'], retriedAt: at(3) },
    { rotation: { ...ROTATION, trigger: 'manual', hostIds: ON_TWO.hostIds, refusals: 0, requestedAt: at(3) } },
  ],
];
test.each([...owed, ...staged])('a rotation %s', (_name, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});

const CONFIRMED = { rotationId: 'r1', version: 2, replacedVersion: 1, vaultOnly: false, confirmedAt: at(5) };
const ENTRY: ReplacedVersion = { version: 1, retiredAt: at(5), retiredBy: 'schedule', restorable: false };
const SERVED = { credentialVersion: 2, given: false, madeFor: 'schedule', lastRotatedAt: at(5), lastVaultOnly: false };
const confirmed: readonly Row[] = [
  [
    'serves the new one, and settles everything',
    rotating({ ...TROUBLED, given: true }),
    'rotation-confirmed',
    CONFIRMED,
    { ...SETTLED, ...SERVED, replaced: [{ ...ENTRY, given: true }] },
  ],
  [
    'is due again, if it is said when',
    rotating(),
    'rotation-confirmed',
    { ...CONFIRMED, nextRotationAt: at(77) },
    { ...SERVED, rotation: undefined, candidate: undefined, nextRotationAt: at(77), replaced: [ENTRY] },
  ],
  [
    'in the vault alone: the old one can be brought back, and what it was made for is remembered',
    rotating({ madeFor: 'after_use' }),
    'rotation-confirmed',
    { ...CONFIRMED, vaultOnly: true },
    {
      ...SERVED,
      rotation: undefined,
      candidate: undefined,
      lastVaultOnly: true,
      replaced: [{ ...ENTRY, restorable: true, madeFor: 'after_use' }],
    },
  ],
  [
    'in the vault alone, though the old one was lost',
    rotating({ lostUpTo: 1 }),
    'rotation-confirmed',
    { ...CONFIRMED, vaultOnly: true },
    { ...SERVED, rotation: undefined, candidate: undefined, lastVaultOnly: true, replaced: [ENTRY] },
  ],
  [
    'whose candidate alone is left tells what it was made for',
    stateOf({ candidate: { ...CANDIDATE, trigger: 'manual' } }),
    'rotation-confirmed',
    CONFIRMED,
    { ...SERVED, candidate: undefined, madeFor: 'manual', replaced: [{ ...ENTRY, retiredBy: 'manual' }] },
  ],
  [
    'that nobody remembers was asked for by a person',
    stateOf(),
    'rotation-confirmed',
    CONFIRMED,
    { ...SERVED, madeFor: 'manual', replaced: [{ ...ENTRY, retiredBy: 'manual' }] },
  ],
  [
    'keeps what is owed after those who hold it',
    rotating({ owed: 'after_use', sessions: OPEN }),
    'rotation-confirmed',
    CONFIRMED,
    { ...SERVED, rotation: undefined, candidate: undefined, replaced: [ENTRY] },
  ],
  [
    'takes over an account, and replaces nothing',
    rotating({ status: 'enrolling', credentialVersion: 0, highestVersion: 1 }),
    'rotation-confirmed',
    { ...CONFIRMED, version: 1, replacedVersion: 0 },
    { ...SERVED, credentialVersion: 1, rotation: undefined, candidate: undefined, status: 'active' },
  ],
  [
    'with a number beyond all that were known',
    rotating(),
    'rotation-confirmed',
    { ...CONFIRMED, version: 7 },
    {
      ...SERVED,
      credentialVersion: 7,
      highestVersion: 7,
      rotation: undefined,
      candidate: undefined,
      replaced: [ENTRY],
    },
  ],
];
test.each(confirmed)('a confirmation %s', (_name, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});

const FAILED = { rotationId: 'r1', code: 'EXPIRED', detail: 'too late', failuresInRow: 1, suspended: false };
const AFTER = { rotation: undefined, failuresInRow: 1, lastFailure: { code: 'EXPIRED', detail: 'too late' } };
const failed: readonly Row[] = [
  ['leaves its candidate', rotating(), 'rotation-failed', FAILED, AFTER],
  [
    'is tried again, or a person must look',
    rotating(),
    'rotation-failed',
    { ...FAILED, retryAt: at(30), suspended: true },
    { ...AFTER, retryAt: at(30), suspended: true },
  ],
  [
    'leaves with its candidate what else it was for',
    rotating({ rotation: { ...ROTATION, owes: 'after_use' } }),
    'rotation-failed',
    FAILED,
    { ...AFTER, candidate: { ...CANDIDATE, owes: 'after_use' } },
  ],
  [
    'without a candidate leaves none, whatever else it was for',
    stateOf({ rotation: { ...UNSTAGED, owes: 'after_use' } }),
    'rotation-failed',
    FAILED,
    AFTER,
  ],
  [
    'whose candidate somebody was shown leaves none',
    rotating(),
    'rotation-failed',
    { ...FAILED, code: 'CANDIDATE_SHOWN' },
    { ...AFTER, candidate: undefined, lastFailure: { code: 'CANDIDATE_SHOWN', detail: 'too late' } },
  ],
];
test.each(failed)('a failure %s', (_name, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});
