import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID, out, requested, suspended } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { admitAgent, isToBeAdmitted } from './admit-agent';

/** What it leads to that another agent comes to one of several hosts, by what is under way there and elsewhere. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const made = (...steps: Parameters<typeof history> extends [unknown, ...infer S] ? S : never) =>
  new Rotation(history(ON_TWO, ...steps));
const admit = (rotation: Rotation, hostId = 'host2', minutes = 9) =>
  admitAgent(rotation.state, ID, { hostId, agentId: 'new' }, { now: at(minutes), rotationId: 'r9' });
const ADMITTED = 'host-agent-admitted host2';
const FRESH = 'rotation-requested r9 agent_approved hosts';

test.each<[string, () => Rotation, readonly string[]]>([
  ['a fresh value is asked for', () => made(), [ADMITTED, FRESH]],
  [
    'what waits on that host alone is called off',
    () => made().look(2),
    [ADMITTED, 'job-cancelled host2 verify verification 1 superseded', FRESH],
  ],
  ['what is begun there is not', () => made().look(2).lease('host2', 2).start('host2', 2), [ADMITTED, FRESH]],
  ['a candidate that nobody has made yet comes later than it', () => made(requested('r1', 1)), [ADMITTED]],
  [
    'a candidate from before is replaced',
    () => Rotation.staged(ON_TWO),
    [
      ADMITTED,
      'job-cancelled r1 host2 set rotation 2 superseded',
      'job-cancelled r1 host1 set rotation 2 superseded',
      'rotation-candidate-refused r1 host2 2',
    ],
  ],
  ['while somebody holds it, a fresh one is owed', () => made(out('s', 2)), [ADMITTED, 'rotation-owed agent_approved']],
  [
    'one that is owed already is enough',
    () => made(out('s', 2), fact('rotation-owed', { trigger: 'exposure' })),
    [ADMITTED],
  ],
  ['where only a person may start one, none is', () => made(...suspended), [ADMITTED]],
  ['where only a person may start one, none is owed either', () => made(...suspended, out('s', 3)), [ADMITTED]],
  [
    'the use of somebody whose time is over has ended',
    () => made(out('s', -60)),
    ['identity-checked-in', ADMITTED, FRESH],
  ],
  [
    'an account that was to be taken over is not asked a fresh one for',
    () =>
      Rotation.enrolling()
        .done('host1', 2, 'not_changed', 'NO')
        .decide(fact('identity-changed', { ...Rotation.enrolling().state.settings, ...ON_TWO })),
    [ADMITTED],
  ],
  [
    'where nothing is set on hosts, nothing is made',
    () => new Rotation(history({ credentialType: 'api_key', hostIds: ['host2'] })),
    [ADMITTED],
  ],
  [
    'where a person is to paste a value, that one comes later than it',
    () => new Rotation(history({ credentialType: 'api_key', hostIds: ['host2'] }, requested('r1', 1))),
    [ADMITTED],
  ],
])('another agent comes: %s', (_, scenario, expected) => {
  expect(inShort(admit(scenario()))).toEqual(expected);
});

test('how often candidates were refused before does not count anew', () => {
  const rotation = Rotation.staged(ON_TWO).done('host1', 2, 'not_changed', 'POLICY_REJECTED').stage(3, 4);
  expect(admit(rotation).at(-1)).toMatchObject({
    data: { rotationId: 'r1', version: 3, hostId: 'host2', refusals: 1 },
  });
});

test.each<[string, () => Rotation, string, string, boolean]>([
  ['nobody', () => made(), 'host2', 'new', true],
  [
    'another one',
    () => made(fact('host-agent-admitted', { hostId: 'host2', agentId: 'old', withheldUpTo: 1 })),
    'host2',
    'new',
    true,
  ],
  [
    'that one',
    () => made(fact('host-agent-admitted', { hostId: 'host2', agentId: 'new', withheldUpTo: 1 })),
    'host2',
    'new',
    false,
  ],
  [
    'that one on another host',
    () => made(fact('host-agent-admitted', { hostId: 'host1', agentId: 'new', withheldUpTo: 1 })),
    'host2',
    'new',
    true,
  ],
  ['nobody, where it is not', () => made(), 'host3', 'new', false],
  ['nobody, of an account that is being taken over', () => Rotation.enrolling(), 'host1', 'new', true],
  ['nobody, of an identity that is deleted', () => made(deleted(2)), 'host2', 'new', false],
])('it is taken note of, where so far there worked for it: %s', (_, scenario, hostId, agentId, expected) => {
  expect(isToBeAdmitted(scenario().state, hostId, agentId)).toBe(expected);
  expect(admit(scenario(), hostId).some(({ type }) => type === 'keyledger.host-agent-admitted.v1')).toBe(expected);
});

test('the facts, whole: every version until now is from before', () => {
  expect(admit(made(out('s', 2)))).toStrictEqual([
    {
      type: 'keyledger.host-agent-admitted.v1',
      data: { ...SUBJECT, hostId: 'host2', agentId: 'new', withheldUpTo: 1, admittedAt: at(9) },
    },
    { type: 'keyledger.rotation-owed.v1', data: { ...SUBJECT, trigger: 'agent_approved' } },
  ]);
});
