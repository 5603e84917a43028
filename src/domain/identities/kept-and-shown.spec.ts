import {
  at,
  changed,
  confirmed,
  ID,
  moment,
  out,
  replaced,
  requested,
  history,
} from '../../../test/support/an-identity';
import { Rotation } from '../../../test/support/a-rotation';
import { given } from '../../../test/support/given-when-then';
import { grow } from '../../kernel/fold';
import { retryRotation } from './decide/retry';
import { checkIn } from './decide/session';
import { discardVersion, restoreVersion } from './decide/versions';
import { identity } from './evolve';
import { isVersionNeeded } from './needed-versions';
import { served } from './served';

/** No value that works somewhere is lost, and none that somebody was shown comes to stay. */
const DAY = 24 * 60;
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const USED = { rotateAfterUse: true } as const;
const stateOf = (facts: ReturnType<typeof history>) => grow(identity, identity.initial, facts);
const end = (sessionId: string, minutes: number) => (state: typeof identity.initial) =>
  checkIn(state, ID, sessionId, { endedBy: 'checkin' }, moment(minutes));

test('late news of an older value does not take the place of one that a person set since', () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2.1);
  const jobId = rotation.jobOn('host1');
  rotation.expire(1 + DAY).decide(replaced(3, 2 * DAY));
  rotation.report('host1', 2 * DAY + 1, 'confirmed', { jobId });
  expect(served(rotation.state)).toMatchObject({ version: 3, alternatives: [2, 1], unverified: true });
});

describe('a host that comes to an identity', () => {
  const joining = changed({ hostIds: ['host1', 'host2'] });

  it('waits for the end of a rotation: it would be taken to hold what it was never given', () => {
    given(identity, Rotation.staged().facts).when(joining).then('ROTATION_IN_PROGRESS');
    expect(Rotation.staged().done('host1', 2).decide(joining).state.settings.hostIds).toEqual(['host1', 'host2']);
  });
});

describe('declaring a version dead', () => {
  const discard = (version: number) => (state: typeof identity.initial) => discardVersion(state, ID, version);

  it('is refused while a host may hold it', () => {
    given(identity, Rotation.staged().done('host1', 2).decide(replaced(3, 3)).facts)
      .when(discard(2))
      .then('CONFLICT');
  });

  it('takes it from what is shown where nothing is set on hosts', () => {
    const facts = history({ credentialType: 'api_key', hostIds: ['host1'] }, replaced(2, 1));
    expect(served(stateOf(facts)).alternatives).toEqual([1]);
    expect(served(stateOf([...facts, ...(discard(1)(stateOf(facts)) as typeof facts)])).alternatives).toEqual([]);
  });
});

describe('what a use asks for', () => {
  it('is as it was set when the use began', () => {
    const rotation = new Rotation(history(USED, out('s', 1), changed({ rotateAfterUse: false }))).decide(end('s', 2));
    expect(rotation.state.rotation?.trigger).toBe('after_use');
    const other = new Rotation(history({}, out('s', 1), changed(USED))).decide(end('s', 2));
    expect(other.state.rotation).toBeUndefined();
  });

  it('is remembered when the rotation beside it failed and was tried again', () => {
    const rotation = Rotation.staged({ ...ON_TWO, ...USED })
      .decide(out('s', 3))
      .decide(end('s', 4))
      .expire(1 + DAY);
    rotation.decide((state) => retryRotation(state, ID, rotation.moment(2 + DAY))).expire(3 + 2 * DAY);
    expect(rotation.state.retryAt).toBe(at(33 + 2 * DAY));
  });

  it('is not given the candidate of a failed rotation that its own user was shown', () => {
    const failed = Rotation.staged({ ...ON_TWO, ...USED })
      .done('host1', 2)
      .expire(1 + DAY);
    expect(failed.state).toMatchObject({ rotation: undefined, candidate: { version: 2 } });
    failed.decide(out('s', 2 + DAY)).decide(end('s', 3 + DAY));
    expect(failed.state.candidate).toBeUndefined();
    expect(isVersionNeeded(failed.state, 2, at(90 * DAY))).toBe(true);
  });
});

test('what a person gave is kept however often the vault replaces it, until a person says that it is dead', () => {
  const often = Array.from({ length: 12 }, (_, n) => [requested(`r${n}`, n), confirmed(`r${n}`, n + 2, n)]).flat();
  const state = stateOf(history({}, ...often));
  expect([1, 2, 5].map((version) => isVersionNeeded(state, version, at(30 * DAY)))).toEqual([true, false, true]);
  const by = { version: 14, by: 'boss@example.com', now: at(30 * DAY) };
  expect(restoreVersion(state, ID, 1, by)).toMatchObject([{ type: 'keyledger.credential-version-restored.v1' }]);
  const dead = grow(identity, state, discardVersion(state, ID, 1) as ReturnType<typeof history>);
  expect(isVersionNeeded(dead, 1, at(30 * DAY))).toBe(false);
});
