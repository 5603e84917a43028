import { at } from '../../../test/support/an-identity';
import { changes, stateOf } from '../../../test/support/changes';
import type { AccountOnHost, IdentityState, ReplacedVersion } from './state';

/** What it changes of an identity that a person sets a value, brings one back, or says that it is dead or lost. */
const byHand = (version: number, minutes: number): AccountOnHost['outcome'] => ({
  state: 'unverified',
  version,
  since: at(minutes),
});
const REPLACED = { version: 3, replacedVersion: 1, replacedBy: 'boss@x.org', replacedAt: at(5) };
const ENTRY: ReplacedVersion = { version: 1, retiredAt: at(5), retiredBy: 'boss@x.org', restorable: true };
const UNKNOWN = {
  host1: { mayHold: [{ version: 1, jobId: '' }], outcome: byHand(3, 5) },
  host2: { mayHold: [{ version: 1, jobId: '' }], outcome: byHand(3, 5) },
};
const TROUBLED = { failuresInRow: 3, suspended: true, owed: 'after_use', retryAt: at(9) } as const;
const SETTLED = { failuresInRow: 0, suspended: false, owed: undefined, retryAt: undefined };
const SERVED = { credentialVersion: 3, highestVersion: 3, given: true, lastRotatedAt: at(5) };
const RESTORED = { restoredVersion: 1, version: 4, replacedVersion: 3, restoredBy: 'boss@x.org', restoredAt: at(5) };
const old = (version: number, more: Partial<ReplacedVersion> = {}): ReplacedVersion => ({
  version,
  retiredAt: at(1),
  retiredBy: 'schedule',
  restorable: true,
  ...more,
});
type Row = readonly [string, IdentityState, string, object, object];

test.each<Row>([
  [
    'set by hand: no host has proved it, and each may hold what it held',
    stateOf({
      ...TROUBLED,
      madeFor: 'schedule',
      holdings: { host1: { version: 2, mayHold: [{ version: 5, jobId: 'a' }] }, host9: { version: 1, mayHold: [] } },
    }),
    'identity-credential-replaced',
    { ...REPLACED, typedBy: 'ann', nextRotationAt: at(60) },
    {
      ...SETTLED,
      ...SERVED,
      madeFor: undefined,
      nextRotationAt: at(60),
      typed: { 3: 'ann' },
      replaced: [{ ...ENTRY, madeFor: 'schedule' }],
      holdings: {
        host1: {
          mayHold: [
            { version: 5, jobId: 'a' },
            { version: 2, jobId: '' },
          ],
          outcome: byHand(3, 5),
        },
        host2: UNKNOWN.host2,
      },
    },
  ],
  [
    'set by hand, where what it held is told of already, and nobody wrote down who typed it',
    stateOf({
      typed: { 1: 'ann' },
      holdings: { host1: { version: 2, mayHold: [{ version: 2, jobId: 'a' }] }, host2: { version: 1, mayHold: [] } },
    }),
    'identity-credential-replaced',
    REPLACED,
    {
      ...SERVED,
      replaced: [ENTRY],
      holdings: {
        host1: { mayHold: [{ version: 2, jobId: 'a' }], outcome: byHand(3, 5) },
        host2: UNKNOWN.host2,
      },
    },
  ],
  [
    'brought back: as old as it was, and made for what it was made for',
    stateOf({
      ...TROUBLED,
      credentialVersion: 3,
      highestVersion: 3,
      given: true,
      replaced: [old(2), old(1, { madeFor: 'manual' })],
      origins: { 2: 7 },
    }),
    'credential-version-restored',
    RESTORED,
    {
      credentialVersion: 4,
      highestVersion: 4,
      madeFor: 'manual',
      lastRotatedAt: at(5),
      origins: { 2: 7, 4: 1 },
      replaced: [{ ...ENTRY, version: 3, given: true }, old(2), old(1, { madeFor: 'manual' })],
      holdings: {
        host1: { mayHold: [{ version: 3, jobId: '' }], outcome: byHand(4, 5) },
        host2: { mayHold: [{ version: 3, jobId: '' }], outcome: byHand(4, 5) },
      },
    },
  ],
  [
    'brought back twice is as old as at first, and stored as it was',
    stateOf({
      settings: { ...stateOf().settings, hostIds: [] },
      credentialVersion: 3,
      highestVersion: 3,
      origins: { 1: 9 },
      schemes: { 1: 'plaintext', 2: 'v1' },
      replaced: [old(1)],
    }),
    'credential-version-restored',
    RESTORED,
    {
      credentialVersion: 4,
      highestVersion: 4,
      given: true,
      lastRotatedAt: at(5),
      origins: { 1: 9, 4: 9 },
      schemes: { 1: 'plaintext', 2: 'v1', 4: 'plaintext' },
      replaced: [{ ...ENTRY, version: 3 }, old(1)],
    },
  ],
])('a value %s', (_, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});

const MAY = (...versions: readonly number[]) => versions.map((version) => ({ version, jobId: 'a' }));
test.each<Row>([
  [
    'dead: it is offered no more, and no host has to be tried with it',
    stateOf({
      replaced: [old(2), old(3)],
      schemes: { 2: 'v1', 3: 'v1' },
      holdings: { host1: { version: 2, mayHold: MAY(2, 3) }, host2: { mayHold: MAY(3) } },
    }),
    'credential-version-discarded',
    { version: 2 },
    {
      replaced: [old(2, { restorable: false }), old(3)],
      schemes: { 3: 'v1' },
      holdings: { host1: { version: 2, mayHold: MAY(3) }, host2: { mayHold: MAY(3) } },
    },
  ],
  [
    'found without its facts: every host may hold it but those whose agent came later',
    stateOf({
      agents: {
        host1: { agentId: 'a', withheldUpTo: 5, sent: [] },
        host2: { agentId: 'b', withheldUpTo: 4, sent: [] },
      },
      holdings: { host2: { version: 1, mayHold: MAY(2) }, host9: { mayHold: [] } },
    }),
    'identity-value-orphaned',
    { version: 5, foundAt: at(3) },
    {
      highestVersion: 5,
      holdings: {
        host2: { version: 1, mayHold: [...MAY(2), { version: 5, jobId: '' }] },
        host9: { mayHold: [] },
      },
    },
  ],
  [
    'found without its facts, with a number below some other',
    stateOf({ settings: { ...stateOf().settings, hostIds: [] }, highestVersion: 9 }),
    'identity-value-orphaned',
    { version: 5, foundAt: at(3) },
    {},
  ],
  [
    'lost, with all that were there: none can be brought back nor gone on with',
    stateOf({
      candidate: { rotationId: 'r1', trigger: 'manual', version: 2 },
      replaced: [old(1, { given: true })],
      schemes: { 1: 'v1', 2: 'plaintext', 3: 'v1' },
    }),
    'identity-value-lost',
    { materialStoreId: 'm', lostAt: at(3) },
    {
      lostUpTo: 2,
      candidate: undefined,
      replaced: [old(1, { given: true, restorable: false })],
      schemes: { 3: 'v1' },
    },
  ],
  [
    'sealed anew',
    stateOf({ schemes: { 1: 'v1', 2: 'v1' } }),
    'material-upgraded',
    { version: 2, from: 'v1', to: 'v2' },
    { schemes: { 1: 'v1', 2: 'v2' } },
  ],
  [
    'typed once more',
    stateOf({ schemes: { 1: 'plaintext', 2: 'v1' }, typed: { 1: 'bob', 2: 'bob' } }),
    'credential-saved-anew',
    { version: 1, savedBy: 'ann@x.org', savedAt: at(4), typedBy: 'ann' },
    { schemes: { 2: 'v1' }, typed: { 1: 'ann', 2: 'bob' } },
  ],
  [
    'typed once more, and nobody wrote down by whom',
    stateOf({ schemes: { 1: 'plaintext' }, typed: { 1: 'bob' } }),
    'credential-saved-anew',
    { version: 1, savedBy: 'ann@x.org', savedAt: at(4) },
    { schemes: {} },
  ],
  [
    'destroyed, as nobody needs it',
    stateOf({ schemes: { 1: 'v1', 2: 'v1' } }),
    'credential-version-retired',
    { version: 2 },
    { schemes: { 1: 'v1' } },
  ],
])('a value is %s', (_, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});
