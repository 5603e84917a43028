import { EARLIER } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import { until } from '../../../test/support/until';
import { SealBroken } from '../../kernel/sealing';
import { StoreDamaged, StoreUnavailable, ValueMissing } from '../../kernel/store-errors';
import { SealFailures } from './seal-failures';
import { withMethods } from '../../../test/support/with-methods';

/** A value that does not open is an alarm at once and a fact, once a minute; whoever wanted it gets what was wrong. */
const MADE: Streams = {
  'identity-i': [
    fact('identity-created', {
      organizationId: 'o',
      identityGroupId: 'v',
      identityId: 'i',
      name: 'root',
      username: 'root',
      credentialType: 'password',
      rotateAfterUse: false,
      hostIds: [],
      allowConcurrentCheckout: false,
      maxConcurrentSessions: 1,
      credentialVersion: 1,
      createdAt: EARLIER,
    }),
  ],
};
const start = (streams: Streams = MADE, instead: object = {}) => {
  const ground = new Ground(streams);
  const alarms: object[] = [];
  const untold: unknown[] = [];
  const alarm = {
    failed: (failure: object) => void alarms.push(failure),
    untold: (_: object, trouble: unknown) => void untold.push(trouble),
  };
  const store = withMethods(ground.store, instead);
  const failures = new SealFailures(store, ground.reader, ground.clock, ground.ids, alarm);
  const watch = (error: unknown, identityId = 'i', version = 1) =>
    failures.watch(identityId, version, () => Promise.reject(error)).catch((thrown: unknown) => thrown);
  return { ground, failures, alarms, untold, watch };
};
const told = (found: string, version = 1) => [
  'seals-o',
  'seal-failed',
  { organizationId: 'o', identityGroupId: 'v', identityId: 'i', version, found },
];
const broken = () => new SealBroken('version 1 of identity i');

test.each<[string, () => Error]>([
  ['does_not_open', broken],
  ['missing', () => new ValueMissing('it is not there')],
  ['missing', () => new StoreDamaged('it can not be read')],
])('one that is told as %s is an alarm and a fact, and is thrown on', async (found, make) => {
  const { ground, alarms, watch } = start();
  const error = make();
  expect(await watch(error)).toBe(error);
  expect(alarms).toEqual([{ identityId: 'i', version: 1, found }]);
  await until('the fact', () => ground.told.length > 0);
  expect(ground.told).toEqual([told(found)]);
});

test('it is found as well where nothing is waited for', async () => {
  const { ground, failures, alarms } = start();
  const open = () => {
    throw broken();
  };
  expect(() => failures.watched('i', 1, open)).toThrow(SealBroken);
  expect(alarms).toHaveLength(1);
  await until('the fact', () => ground.told.length > 0);
  expect(failures.watched('i', 1, () => 'the value')).toBe('the value');
  expect(await failures.watch('i', 1, async () => 'the value')).toBe('the value');
  expect(alarms).toHaveLength(1);
});

test.each([new StoreUnavailable('away'), new Error('anything else'), 'a text'])(
  'what is no fault of a seal is thrown on and told nowhere: %s',
  async (error) => {
    const { ground, alarms, watch } = start();
    expect(await watch(error)).toBe(error);
    expect([alarms, ground.told]).toEqual([[], []]);
  },
);

test('an error that passes two watchers is one alarm', async () => {
  const { failures, alarms } = start();
  const error = broken();
  const inner = () => failures.watch('i', 1, () => Promise.reject(error));
  await expect(failures.watch('i', 1, inner)).rejects.toBe(error);
  expect(alarms).toHaveLength(1);
});

test('whoever asks again within a minute raises the alarm again, and makes no second fact', async () => {
  const { ground, alarms, watch } = start();
  await watch(broken());
  await until('the fact', () => ground.told.length === 1);
  ground.now += 59_999;
  await watch(broken());
  await watch(broken(), 'i', 2);
  await until('the fact', () => ground.told.length === 2);
  expect(ground.told).toEqual([told('does_not_open'), told('does_not_open', 2)]);
  ground.now += 1;
  await watch(broken());
  await until('the fact', () => ground.told.length === 3);
  expect(ground.told.at(-1)).toEqual(told('does_not_open'));
  expect(alarms).toHaveLength(4);
});

test('of an identity that the log does not know it is told to the account', async () => {
  const { ground, watch } = start({});
  await watch(broken(), 'x');
  await until('the fact', () => ground.told.length > 0);
  const data = { identityId: 'x', version: 1, found: 'does_not_open' };
  expect(ground.told).toEqual([['seals-account', 'seal-failed', data]]);
});

test('a log that takes no fact then is an alarm too, and whoever wanted the value does not wait for it', async () => {
  const away = new StoreUnavailable('away');
  const { untold, alarms, watch } = start(MADE, { append: () => Promise.reject(away) });
  const error = broken();
  expect(await watch(error)).toBe(error);
  await until('the fact', () => untold.length > 0);
  expect([alarms.length, untold]).toEqual([1, [away]]);
});

test('values told not to open are bounded: beyond it the oldest is told anew', () => {
  let told = 0;
  const reader = { fresh: () => ((told += 1), new Promise(() => undefined)) };
  const alarm = { failed: () => undefined, untold: () => undefined };
  const failures = new SealFailures(
    {} as never,
    reader as never,
    { now: () => 1_000 },
    { next: () => 'x' },
    alarm as never,
  );
  const tell = (n: number) => failures.tell(`i${n}`, 1, new SealBroken('it does not open'));
  for (let n = 0; n < 10_000; n += 1) tell(n);
  tell(0);
  expect(told).toBe(10_000);
  tell(10_000);
  tell(0);
  expect(told).toBe(10_002);
});
