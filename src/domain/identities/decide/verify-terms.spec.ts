import { fact } from '../../../../test/support/a-fact';
import { Rotation } from '../../../../test/support/a-rotation';
import { at, deleted, history, ID, replaced, requested } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { verifyHosts } from './verify-hosts';

/** Which of several hosts are asked whether they still hold what they should, and for which value. */
const DAY = 24 * 60;
const BOTH = ['host1', 'host2'];
const ON_TWO = { hostIds: BOTH, connector: 'linux-password' } as const;
const made = (...steps: Parameters<typeof history> extends [unknown, ...infer S] ? S : never) =>
  new Rotation(history(ON_TWO, ...steps));
const half = () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3, 'not_changed', 'NO');
const ask = (rotation: Rotation, online: readonly string[], minutes: number, dueAt?: string) =>
  inShort(verifyHosts(rotation.state, ID, online, { now: at(minutes), unique: 'look' }, dueAt));
const asks = (...hosts: readonly (readonly [string, number])[]) =>
  hosts.map(([hostId, version]) => `job-queued ${hostId} verify verification ${version}`);
const admitted = (hostId: string, withheldUpTo: number) =>
  fact('host-agent-admitted', { hostId, agentId: 'new', withheldUpTo, admittedAt: at(5) });

test.each<[string, () => Rotation, readonly string[], readonly string[]]>([
  ['each for what it should hold', half, BOTH, asks(['host1', 2], ['host2', 1])],
  ['those that are there', half, ['host2', 'host9'], asks(['host2', 1])],
  ['none that is there', half, [], []],
  ['one, while the other is being looked at', () => half().look(5, ['host1']), BOTH, asks(['host2', 1])],
  ['none, while a rotation is on its way', () => made(requested('r1', 1)), BOTH, []],
  ['none of an identity that is deleted', () => made(deleted(1)), BOTH, []],
  ['none of one that is being taken over', () => Rotation.enrolling().done('host1', 2, 'not_changed', 'NO'), BOTH, []],
  [
    'none, where nothing is set on hosts',
    () => new Rotation(history({ credentialType: 'api_key', hostIds: BOTH })),
    BOTH,
    [],
  ],
  [
    'none, once one of them refused what it held',
    () => half().look(5).done('host1', 6, 'drifted').expire(2000),
    BOTH,
    [],
  ],
  [
    'the one whose agent was there before the value',
    () => made().decide(admitted('host1', 1)),
    BOTH,
    asks(['host2', 1]),
  ],
  [
    'one whose agent came before the value as well',
    () => half().decide(admitted('host1', 1)),
    BOTH,
    asks(['host1', 2], ['host2', 1]),
  ],
  ['none for what was lost', () => made().decide(fact('identity-value-lost', {})), BOTH, []],
  [
    'for what was given since',
    () => made().decide(fact('identity-value-lost', {})).decide(replaced(2, 3)),
    BOTH,
    asks(['host1', 2], ['host2', 2]),
  ],
])('asked are %s', (_, scenario, online, expected) => {
  expect(ask(scenario(), online, 3000)).toEqual(expected);
});

test.each<[string, () => Rotation, number, number, readonly string[]]>([
  [
    'both, of which nothing was heard since',
    () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 3),
    10,
    9,
    BOTH,
  ],
  [
    'the one of which nothing was heard since',
    () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 8),
    10,
    4,
    ['host1'],
  ],
  [
    'one that was heard of at that very time is left in peace',
    () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 8),
    10,
    2.2,
    [],
  ],
  [
    'after a day, whenever it was due',
    () => Rotation.staged(ON_TWO).done('host1', 2).done('host2', 8),
    5 + DAY,
    1,
    ['host1'],
  ],
  [
    'one that was asked and did not answer is left in peace',
    () => made().look(3, ['host1']).expire(100),
    110,
    2,
    ['host2'],
  ],
  ['one that was asked before that', () => made().look(3, ['host1']).expire(100), 110, 4, BOTH],
])('due for a look: %s', (_, scenario, minutes, dueAt, hostIds) => {
  const those = scenario();
  const expected = hostIds.map((hostId) => expect.stringContaining(hostId));
  expect(ask(those, BOTH, minutes, at(dueAt))).toEqual(expected);
});
