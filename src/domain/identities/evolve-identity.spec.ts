import { at, SETTINGS } from '../../../test/support/an-identity';
import { changes, ON_TWO, stateOf } from '../../../test/support/changes';
import { identity } from './evolve';
import type { AdmittedAgent, AccountOnHost, IdentityState } from './state';

/** What its own facts change of an identity: how it begins, is changed, goes, and who works for it where. */
const HELD: AccountOnHost = { version: 1, mayHold: [] };
const agent = (agentId: string, more: Partial<AdmittedAgent> = {}): AdmittedAgent => ({
  agentId,
  withheldUpTo: 0,
  sent: [],
  ...more,
});
const KNOWN = stateOf({
  holdings: { host1: HELD, host2: HELD },
  agents: { host1: agent('a1', { withheldUpTo: 1 }), host2: agent('a2') },
  targets: { host1: { sharedWith: 'x' }, host2: { sharedWith: 'y' } },
});
const BEGUN = { identityGroupId: 'vault1', organizationId: 'org1', settings: ON_TWO, createdAt: at(0) };
type Row = readonly [string, IdentityState, string, object, object];

test.each<Row>([
  [
    'is made, with the first value that a person gave',
    identity.initial,
    'identity-created',
    {
      ...ON_TWO,
      credentialVersion: 1,
      createdAt: at(0),
      nextRotationAt: at(9),
      typedBy: 'ann',
      scheme: 'v1',
      agents: [
        { hostId: 'host1', agentId: 'a1' },
        { hostId: 'host9', agentId: 'a9' },
      ],
    },
    {
      ...BEGUN,
      status: 'active',
      credentialVersion: 1,
      highestVersion: 1,
      given: true,
      nextRotationAt: at(9),
      typed: { 1: 'ann' },
      schemes: { 1: 'v1' },
      agents: { host1: agent('a1') },
    },
  ],
  [
    'is made, and nothing else is known',
    identity.initial,
    'identity-created',
    { ...ON_TWO, credentialVersion: 3, createdAt: at(0) },
    { ...BEGUN, status: 'active', credentialVersion: 3, highestVersion: 3, given: true },
  ],
  [
    'is to be taken over',
    identity.initial,
    'identity-enrollment-requested',
    { ...ON_TWO, createdAt: at(0), agents: [{ hostId: 'host2', agentId: 'a2' }] },
    { ...BEGUN, status: 'enrolling', agents: { host2: agent('a2') } },
  ],
  [
    'gets another name: all that is known stays',
    stateOf({ ...KNOWN, nextRotationAt: at(9) }),
    'identity-changed',
    { ...ON_TWO, name: 'other', nextRotationAt: at(9) },
    { settings: { ...ON_TWO, name: 'other' } },
  ],
  [
    'leaves a host: nothing is known of that one any more',
    stateOf({ ...KNOWN, nextRotationAt: at(9) }),
    'identity-changed',
    { ...ON_TWO, hostIds: ['host2'] },
    {
      settings: { ...ON_TWO, hostIds: ['host2'] },
      holdings: { host2: HELD },
      agents: { host2: agent('a2') },
      targets: { host2: { sharedWith: 'y' } },
      nextRotationAt: undefined,
    },
  ],
  [
    'comes to a host whose agent is there: it works for it, and of the target nothing is known',
    KNOWN,
    'identity-changed',
    { ...ON_TWO, hostIds: ['host1', 'host2', 'host3'], agents: [{ hostId: 'host3', agentId: 'a3' }] },
    {
      settings: { ...ON_TWO, hostIds: ['host1', 'host2', 'host3'] },
      agents: { ...KNOWN.agents, host3: agent('a3') },
      targets: { ...KNOWN.targets, host3: { moved: true } },
    },
  ],
  [
    'stays on a host of whose target nothing was known',
    stateOf({ ...KNOWN, targets: {} }),
    'identity-changed',
    { ...ON_TWO, name: 'other' },
    { settings: { ...ON_TWO, name: 'other' }, targets: { host1: {}, host2: {} } },
  ],
  [
    'means another account: nothing is known of any host',
    KNOWN,
    'identity-changed',
    { ...ON_TWO, username: 'other' },
    {
      settings: { ...ON_TWO, username: 'other' },
      holdings: {},
      targets: { host1: { moved: true }, host2: { moved: true } },
    },
  ],
  ['is deleted', KNOWN, 'identity-deleted', { deletedAt: at(5) }, { status: 'deleted', deletedAt: at(5) }],
  [
    'is brought back, with agents that came to hosts it is on',
    stateOf({ ...KNOWN, status: 'deleted', deletedAt: at(5) }),
    'identity-undeleted',
    {
      agents: [
        { hostId: 'host2', agentId: 'b2' },
        { hostId: 'host9', agentId: 'b9' },
      ],
    },
    { status: 'active', deletedAt: undefined, agents: { host1: agent('a1', { withheldUpTo: 1 }), host2: agent('b2') } },
  ],
  [
    'is brought back, to be taken over still',
    stateOf({ ...KNOWN, status: 'deleted', deletedAt: at(5), credentialVersion: 0 }),
    'identity-undeleted',
    {},
    { status: 'enrolling', deletedAt: undefined },
  ],
  [
    'is destroyed: no value of it is anywhere',
    stateOf({
      ...KNOWN,
      schemes: { 1: 'v1' },
      replaced: [{ version: 1, retiredAt: at(1), retiredBy: 'schedule', restorable: true }],
    }),
    'identity-destroyed',
    {},
    { status: 'destroyed', holdings: {}, schemes: {}, replaced: [] },
  ],
  [
    'takes note of another agent on one of its hosts',
    KNOWN,
    'host-agent-admitted',
    { hostId: 'host2', agentId: 'b2', withheldUpTo: 2, admittedAt: at(5) },
    { agents: { ...KNOWN.agents, host2: agent('b2', { withheldUpTo: 2 }) } },
  ],
])('an identity %s', (_, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});

test('its settings are what its facts say of them, without what else they say', () => {
  const settings = { ...SETTINGS, ...ON_TWO, connectorSettings: { port: 1 }, rotationIntervalDays: 3 };
  const data = { ...settings, nextRotationAt: at(9), agents: [] };
  expect(changes(stateOf(), 'identity-changed', data)).toMatchObject({ settings });
  expect(Object.keys((changes(stateOf(), 'identity-changed', data) as IdentityState).settings)).toEqual(
    Object.keys(settings),
  );
});

const SHARED = { hostId: 'host2', otherIdentityId: 'i2', otherHostId: 'h2', foundAt: at(5) };
test.each<Row>([
  [
    'with one that came later: it goes on',
    KNOWN,
    'host-account-shared',
    { ...SHARED, stopped: false },
    { targets: { host1: { sharedWith: 'x' }, host2: { sharedWith: 'i2 h2 false' } } },
  ],
  [
    'with one that was there first: it stands still on that host',
    KNOWN,
    'host-account-shared',
    { hostId: 'host2', stopped: true, foundAt: at(5) },
    {
      targets: { host1: { sharedWith: 'x' }, host2: { sharedWith: '  true' } },
      holdings: {
        host1: HELD,
        host2: {
          ...HELD,
          refused: true,
          stopped: true,
          outcome: { state: 'drifted', version: 1, since: at(5), code: 'ACCOUNT_ALREADY_MANAGED' },
        },
      },
    },
  ],
  [
    'with one that was there first, on a host that has proved nothing',
    stateOf({ credentialVersion: 2, targets: { host2: { moved: true } } }),
    'host-account-shared',
    { ...SHARED, stopped: true },
    {
      targets: { host2: { moved: true, sharedWith: 'i2 h2 true' } },
      holdings: {
        host2: {
          mayHold: [],
          refused: true,
          stopped: true,
          outcome: { state: 'drifted', version: 2, since: at(5), code: 'ACCOUNT_ALREADY_MANAGED' },
        },
      },
    },
  ],
])('its account is shared %s', (_, before, name, data, expected) => {
  expect(changes(before, name, data)).toStrictEqual(expected);
});
