import { changed, ID, replaced, requested, history } from '../../../test/support/an-identity';
import { Rotation } from '../../../test/support/a-rotation';
import type { JobLeased } from '../jobs/events';
import { reconcile } from './decide/retry';
import { served } from './served';

/** A key lets in until it is taken away: a rotation of keys is over only when no older one can be there any more. */
const KEYS = { credentialType: 'ssh_key', connector: 'ssh-authorized-keys', hostIds: ['host1'] } as const;
const staged = () => Rotation.staged(KEYS);
const handedOut = (rotation: Rotation): Partial<JobLeased['data']> => {
  const leased = rotation.facts.findLast(({ type }) => type === 'keyledger.job-leased.v1') as JobLeased | undefined;
  const { version, previousVersion, formerVersions } = leased?.data ?? {};
  return { version, previousVersion, formerVersions };
};

test('the agent gets the key in force, to take it away', () => {
  expect(handedOut(staged().lease('host1', 2))).toEqual({ version: 2, previousVersion: 1, formerVersions: undefined });
});

test('one that may have been set on the way is taken away too', () => {
  const rotation = staged().done('host1', 2, 'unverified', 'LOGIN_REFUSED').decide(requested('r2', 3)).stage(3, 3);
  expect(handedOut(rotation.lease('host1', 4))).toEqual({ version: 3, previousVersion: 1, formerVersions: [2] });
});

test('the key before one that was set by hand is taken away', () => {
  const rotation = new Rotation(history(KEYS, replaced(2, 1)));
  rotation.decide((state) => reconcile(state, ID, rotation.moment(2)));
  expect(handedOut(rotation.lease('host1', 3))).toEqual({ version: 2, previousVersion: 1, formerVersions: undefined });
});

test('a login that could not tell is followed by the whole once more: a look would leave the old key there', () => {
  const rotation = staged().done('host1', 2, 'unverified', 'LOGIN_INCONCLUSIVE');
  expect(rotation.state.jobs[0]).toMatchObject({ type: 'set', version: 2 });
});

test('a look that finds the new key proves nothing of the old one; reconciling takes it away', () => {
  const rotation = staged().done('host1', 2, 'unverified', 'LOGIN_REFUSED').look(60).done('host1', 61);
  expect(rotation.state.credentialVersion).toBe(1);
  expect(served(rotation.state)).toMatchObject({ version: 2, alternatives: [1], unverified: true });
  rotation.decide((state) => reconcile(state, ID, rotation.moment(70)));
  expect(handedOut(rotation.lease('host1', 71))).toMatchObject({ version: 2, previousVersion: 1 });
  rotation.start('host1', 71).report('host1', 72, 'confirmed');
  expect(served(rotation.state)).toEqual({ version: 2, alternatives: [], unverified: false, elsewhere: [] });
});

test('an old key that could not be taken away is no confirmed rotation', () => {
  const rotation = staged().lease('host1', 2).start('host1', 2);
  rotation.report('host1', 3, 'confirmed', { warnings: ['OLD_KEY_NOT_REMOVED'] });
  expect(rotation.facts.at(-1)).toMatchObject({ type: 'keyledger.rotation-failed.v1', data: { code: 'UNVERIFIED' } });
  expect(served(rotation.state)).toMatchObject({ version: 2, alternatives: [1], unverified: true });
});

test('one that nobody can take away is forgotten with its host, once a person gave another key', () => {
  const rotation = staged().lease('host1', 2).start('host1', 2);
  rotation.report('host1', 3, 'confirmed', { warnings: ['OLD_KEY_NOT_REMOVED'] }).decide(replaced(3, 4));
  rotation.decide(changed({ hostIds: [] })).decide(changed({ hostIds: ['host1'] }));
  rotation.decide(requested('r2', 5)).stage(4, 5).lease('host1', 6);
  expect(handedOut(rotation)).toEqual({ version: 4, previousVersion: 3, formerVersions: undefined });
});

test('a look that finds the key in force settles all as before', () => {
  const rotation = staged().done('host1', 2).look(60).done('host1', 61);
  expect(served(rotation.state)).toEqual({ version: 2, alternatives: [], unverified: false, elsewhere: [] });
});
