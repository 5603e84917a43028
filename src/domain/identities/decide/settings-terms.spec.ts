import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { agentOf, Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID, out, replaced, SETTINGS } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { identity } from '../evolve';
import { enrollIdentity } from './enroll';
import {
  changeIdentity,
  createIdentity,
  deleteIdentity,
  destroyIdentity,
  mayUndelete,
  undeleteIdentity,
} from './settings';
import { discardOrphan, replaceCredential, retireVersion } from './versions';

/** What it leads to that an identity is made, changed, deleted or brought back, by what is under way on its hosts. */
const DAY = 24 * 60;
const ON_TWO = { ...SETTINGS, hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const proved = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3);
const change = (rotation: Rotation, settings: object, minutes = 5) =>
  inShort(changeIdentity(rotation.state, ID, { ...rotation.state.settings, ...settings }, at(minutes)));
const LEFT = { hostIds: ['host2'] };
const MOVED = { username: 'other' };

test.each<[string, () => Rotation, object, string | readonly string[]]>([
  ['another name, whatever is under way', () => Rotation.staged(ON_TWO), { name: 'x' }, ['identity-changed']],
  ['nothing new', proved, {}, []],
  [
    'it leaves a host: what waits there is called off, what waits elsewhere is not',
    () => proved().look(4),
    LEFT,
    ['job-cancelled host1 verify verification 2 host_removed', 'identity-changed'],
  ],
  [
    'it means another account: every look at the old one is called off',
    () => proved().look(4),
    MOVED,
    [
      'job-cancelled host1 verify verification 2 superseded',
      'job-cancelled host2 verify verification 2 superseded',
      'identity-changed',
    ],
  ],
  [
    'it means another account and leaves a host: each job once',
    () => proved().look(4),
    { ...LEFT, ...MOVED },
    [
      'job-cancelled host1 verify verification 2 host_removed',
      'job-cancelled host2 verify verification 2 superseded',
      'identity-changed',
    ],
  ],
  ['another account, while a rotation is on its way', () => Rotation.staged(ON_TWO), MOVED, 'ROTATION_IN_PROGRESS'],
  [
    'another account, while a host is being set to the old one',
    () => repairing().lease('host1', 4.5),
    MOVED,
    'ROTATION_IN_PROGRESS',
  ],
  [
    'another name, while a host is being set',
    () => repairing().lease('host1', 4.5),
    { name: 'x' },
    ['identity-changed'],
  ],
  [
    'a host more, while a rotation is on its way',
    () => Rotation.staged(ON_TWO),
    { hostIds: ['host1', 'host2', 'host3'] },
    'ROTATION_IN_PROGRESS',
  ],
  ['a host more', proved, { hostIds: ['host1', 'host2', 'host3'] }, ['identity-changed']],
  [
    'an account that is being taken over: another name',
    () => Rotation.enrolling(),
    { name: 'x' },
    ['identity-changed'],
  ],
  ['one that is deleted', () => proved().decide(deleted(4)), { name: 'x' }, 'NOT_FOUND'],
])('changed: %s', (_, scenario, settings, expected) => {
  expect(change(scenario(), settings)).toEqual(expected);
});

const repairing = () =>
  proved().decide(
    fact('job-queued', {
      jobId: 'x',
      hostId: 'host1',
      type: 'set',
      purpose: 'reconcile',
      version: 2,
      attempt: 1,
      createdAt: at(4),
      notAfter: at(900),
    }),
  );

test.each<[string, () => Rotation, string | readonly string[]]>([
  ['nothing is under way', proved, ['identity-deleted']],
  [
    'what waits is called off',
    () => proved().look(4),
    [
      'job-cancelled host1 verify verification 2 identity_deleted',
      'job-cancelled host2 verify verification 2 identity_deleted',
      'identity-deleted',
    ],
  ],
  ['a host is being set', () => repairing().lease('host1', 4.5), 'ROTATION_IN_PROGRESS'],
  ['a rotation is on its way', () => Rotation.staged(ON_TWO), 'ROTATION_IN_PROGRESS'],
  ['somebody holds it', () => proved().decide(out('s', 4)), 'CHECKED_OUT'],
  [
    'it was to be taken over, and that failed',
    () => Rotation.enrolling().done('host1', 2, 'not_changed', 'NO'),
    ['identity-deleted'],
  ],
  ['it is', () => proved().decide(deleted(4)), 'NOT_FOUND'],
])('deleted, where %s', (_, scenario, expected) => {
  expect(inShort(deleteIdentity(scenario().state, ID, at(5)))).toEqual(expected);
});

test.each<[string, () => Rotation, number, string | undefined]>([
  ['one that is not deleted', proved, 5, 'CONFLICT'],
  ['one that is being taken over', () => Rotation.enrolling(), 5, 'CONFLICT'],
  ['one that never was', () => new Rotation([]), 5, 'NOT_FOUND'],
  ['one that was deleted within the week', () => proved().decide(deleted(4)), 3 + 7 * DAY, undefined],
  ['one that was deleted a week ago', () => proved().decide(deleted(4)), 4 + 7 * DAY, 'NOT_FOUND'],
  ['one that is destroyed', () => proved().decide(deleted(4)).decide(fact('identity-destroyed', {})), 5, 'NOT_FOUND'],
])('brought back, or not: %s', (_, scenario, minutes, code) => {
  expect(mayUndelete(scenario().state, at(minutes))?.code).toBe(code);
});

test('brought back, agents that came meanwhile are sent nothing from before; one that was there is not let in anew', () => {
  const was = fact('host-agent-admitted', {
    hostId: 'host1',
    agentId: agentOf('host1'),
    withheldUpTo: 0,
    admittedAt: at(1),
  });
  const { state } = new Rotation(history(ON_TWO, was, deleted(4)));
  const moment = { now: at(5), rotationId: 'r9' };
  const agents = [
    { hostId: 'host1', agentId: agentOf('host1') },
    { hostId: 'host2', agentId: 'new' },
  ];
  expect(inShort(undeleteIdentity(state, ID, moment, { agents }))).toEqual([
    'identity-undeleted',
    'host-agent-admitted host2',
    'rotation-requested r9 agent_approved hosts',
  ]);
  expect(undeleteIdentity(state, ID, moment)).toStrictEqual([
    { type: 'keyledger.identity-undeleted.v1', data: SUBJECT },
  ]);
});

test.each<[string, () => Rotation, number, boolean, readonly string[]]>([
  ['after a week', () => proved().decide(deleted(4)), 4 + 7 * DAY, false, ['identity-destroyed']],
  ['not within the week', () => proved().decide(deleted(4)), 3 + 7 * DAY, false, []],
  ['within the week, as an owner says so', () => proved().decide(deleted(4)), 5, true, ['identity-destroyed']],
  ['not while it lives, whoever says so', proved, 90 * DAY, true, []],
])('destroyed %s', (_, scenario, minutes, purge, expected) => {
  expect(inShort(destroyIdentity(scenario().state, ID, at(minutes), purge))).toEqual(expected);
});

test('made and to be taken over with whatever is known of it, and without', () => {
  const agents = [{ hostId: 'host1', agentId: 'a' }];
  const make = (more: Parameters<typeof createIdentity>[4]) =>
    createIdentity(identity.initial, SUBJECT, ON_TWO, at(0), more);
  const base = { ...SUBJECT, ...ON_TWO, credentialVersion: 1, createdAt: at(0) };
  const data = (events: readonly { data: object }[]) => events[0]?.data;
  expect(data(make({}))).toStrictEqual(base);
  expect(data(make({ agents: [], version: 3 }))).toStrictEqual({ ...base, credentialVersion: 3 });
  expect(data(make({ agents, typedBy: 'ann', scheme: 'v1' }))).toStrictEqual({
    ...base,
    agents,
    typedBy: 'ann',
    scheme: 'v1',
  });
  const enroll = (more: object) =>
    enrollIdentity(identity.initial, SUBJECT, ON_TWO, 1, { now: at(0), rotationId: 'r', unique: 'u', ...more });
  const { credentialVersion: _, ...begun } = base;
  expect(data(enroll({}))).toStrictEqual(begun);
  expect(data(enroll({ agents: [] }))).toStrictEqual(begun);
  expect(data(enroll({ agents }))).toStrictEqual({ ...begun, agents });
});

test('a value set by hand tells who typed it, calls off what waits, and is refused while it is changed', () => {
  const replace = (rotation: Rotation, more: object = {}) =>
    replaceCredential(rotation.state, ID, { version: 9, by: 'boss@x.org', now: at(5), ...more });
  expect(replace(proved(), { typedBy: 'ann' })).toMatchObject([{ data: { typedBy: 'ann' } }]);
  expect(inShort(replace(proved().look(4).lease('host1', 4.5)))).toEqual([
    'job-cancelled host1 verify verification 2 superseded',
    'job-cancelled host2 verify verification 2 superseded',
    'identity-credential-replaced 9',
  ]);
  expect(inShort(replace(Rotation.enrolling()))).toBe('NOT_CONFIRMED');
  expect(inShort(replace(repairing().lease('host1', 4.5)))).toBe('ROTATION_IN_PROGRESS');
});

test('a value that nobody needs goes; one that may be on a host is declared dead by an owner', () => {
  const state = (more: number) => new Rotation(history(ON_TWO, replaced(2, 1), replaced(3, more))).state;
  expect(inShort(retireVersion(state(2), ID, 9, at(3)))).toEqual(['credential-version-retired 9']);
  expect(inShort(retireVersion(state(2), ID, 3, at(3)))).toEqual([]);
  expect(inShort(retireVersion(identity.initial, ID, 9, at(3)))).toEqual([]);
  expect(retireVersion(state(2), ID, 9, at(3))[0]?.data).toStrictEqual({ ...SUBJECT, version: 9 });
  expect(discardOrphan(state(2), ID, 1)).toStrictEqual([
    { type: 'keyledger.credential-version-discarded.v1', data: { ...SUBJECT, version: 1 } },
  ]);
  expect(discardOrphan(state(2), ID, 9)).toEqual([]);
});
