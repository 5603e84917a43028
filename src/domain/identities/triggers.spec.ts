import {
  at,
  changed,
  failed,
  ID,
  moment,
  out,
  requested,
  SHARED,
  history,
  suspended,
} from '../../../test/support/an-identity';
import { Rotation } from '../../../test/support/a-rotation';
import { given } from '../../../test/support/given-when-then';
import { cancelRotation } from './decide/end-job';
import { retryRotation } from './decide/retry';
import { requestWhenDue } from './decide/rotation';
import { checkIn } from './decide/session';
import type { EndedBy } from './events';
import { identity } from './evolve';

/** Whatever asks for a new value gets one in the end: what a person was shown does not stay in force unseen. */
const DAY = 24 * 60;
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const USED = { rotateAfterUse: true } as const;
const end =
  (sessionId: string, minutes: number, endedBy: EndedBy = 'checkin') =>
  (state: typeof identity.initial) =>
    checkIn(state, ID, sessionId, { endedBy }, moment(minutes));
const names = (rotation: Rotation, count: number) => rotation.told.slice(-count);
const scheduled = (rotation: Rotation, minutes: number) =>
  requestWhenDue(rotation.state, ID, moment(minutes)).map(({ type }) => type);

describe('a candidate that somebody was shown', () => {
  /** One host of two has proved it: whoever checks out sees both values. */
  const half = (settings: object = {}) => Rotation.staged({ ...ON_TWO, ...settings }).done('host1', 2);

  it.each<[EndedBy, string, object]>([
    ['checkin', 'after_use', USED],
    ['force', 'force_checkin', {}],
    ['grant_revoked', 'grant_revoked', {}],
  ])(
    'does not become the value when the session ends (%s): another one takes its place',
    (endedBy, trigger, settings) => {
      const rotation = half(settings)
        .decide(out('s', 3))
        .decide(end('s', 4, endedBy));
      expect(names(rotation, 4)).toEqual([
        'identity-checked-in',
        'job-cancelled',
        'rotation-failed',
        'rotation-requested',
      ]);
      expect(rotation.state).toMatchObject({ failuresInRow: 0, rotation: { rotationId: 'next-rotation', trigger } });
      rotation.stage(3, 5).done('host1', 6).done('host2', 6);
      expect(rotation.state.credentialVersion).toBe(3);
    },
  );

  it('was shown too when the host that has it was named', () => {
    const rotation = half(USED)
      .decide(out('s', 3, { hostId: 'host1' }))
      .decide(end('s', 4));
    expect(rotation.state.rotation?.rotationId).toBe('next-rotation');
  });

  it('becomes the value where no use asks for another one, due or not: the rotation on its way is the one that is due', () => {
    const rotation = half({ rotationIntervalDays: 1 })
      .decide(out('s', DAY))
      .decide(end('s', DAY + 1));
    expect(rotation.told.at(-1)).toBe('identity-checked-in');
    expect(rotation.state.rotation).toMatchObject({ rotationId: 'r1', version: 2 });
  });

  it('was shown to nobody who named a host that does not have it', () => {
    const rotation = half(USED)
      .decide(out('s', 3, { hostId: 'host2' }))
      .decide(end('s', 4));
    expect(rotation.state.rotation).toMatchObject({ rotationId: 'r1', version: 2 });
  });

  it('is dropped at once while others still hold theirs; the last of them pays', () => {
    const rotation = half(SHARED)
      .decide(out('s', 3))
      .decide(out('t', 3))
      .decide(end('s', 4, 'force'));
    expect(names(rotation, 3)).toEqual(['job-cancelled', 'rotation-failed', 'rotation-owed']);
    expect(rotation.state).toMatchObject({ rotation: undefined, owed: 'force_checkin' });
    rotation.decide(end('t', 5));
    expect(rotation.state.rotation?.trigger).toBe('force_checkin');
  });

  it('never comes back by late news, nor by a retry', () => {
    const rotation = half(USED).decide(out('s', 3)).decide(end('s', 4)).decide(failed('next-rotation'));
    expect(retryRotation(rotation.state, ID, rotation.moment(5))).toMatchObject({ code: 'CONFLICT' });
  });

  it('is dropped while suspended too: a person had started the rotation', () => {
    const again = history({ ...ON_TWO, ...USED }, ...suspended, requested('r4', 1));
    const rotation = new Rotation(again).stage(2, 1).done('host1', 2).decide(out('s', 3)).decide(end('s', 4));
    expect(rotation.state).toMatchObject({ suspended: true, rotation: { trigger: 'after_use' } });
  });
});

describe('a use that ends while a rotation is on its way', () => {
  it('is remembered: should the one a person asked for fail, it is due again', () => {
    const rotation = Rotation.staged({ ...ON_TWO, ...USED })
      .decide(out('s', 3))
      .decide(end('s', 4));
    expect(names(rotation, 2)).toEqual(['identity-checked-in', 'rotation-owed']);
    rotation.expire(1 + DAY);
    expect(rotation.state).toMatchObject({ retryAt: at(31 + DAY), owed: undefined });
    expect(scheduled(rotation, 31 + DAY)).toEqual(['keyledger.rotation-requested.v1']);
  });

  it('is forgotten with the value when that rotation goes well', () => {
    const rotation = Rotation.staged({ ...ON_TWO, ...USED })
      .decide(out('s', 3))
      .decide(end('s', 4));
    rotation.done('host1', 5).done('host2', 5);
    expect(rotation.state).toMatchObject({ credentialVersion: 2, owed: undefined, retryAt: undefined });
  });

  it('is forgotten when a person calls that rotation off', () => {
    const rotation = Rotation.staged({ ...ON_TWO, ...USED })
      .decide(out('s', 3))
      .decide(end('s', 4));
    rotation.decide((state) => cancelRotation(state, ID, at(5)));
    expect(scheduled(rotation, 2 * DAY)).toEqual([]);
  });

  it('is told once, and not at all of a rotation that comes again by itself', () => {
    const twice = Rotation.staged({ ...ON_TWO, ...USED, ...SHARED })
      .decide(out('s', 3))
      .decide(out('t', 3));
    twice.decide(end('s', 4)).decide(end('t', 4));
    expect(twice.told.filter((name) => name === 'rotation-owed')).toHaveLength(1);
    const ruled = new Rotation(history({ ...ON_TWO, ...USED }, requested('r1', 1, 'after_use'))).stage(2, 1);
    ruled.decide(out('s', 3)).decide(end('s', 4));
    expect(ruled.told.at(-1)).toBe('identity-checked-in');
  });
});

test('what is owed to an ended session stays owed, and late news does not confirm the candidate that was shown', () => {
  const rotation = Rotation.staged({ ...ON_TWO, ...SHARED })
    .done('host1', 2)
    .lease('host2', 2)
    .start('host2', 2);
  const late = rotation.jobOn('host2');
  rotation
    .expire(1 + DAY)
    .decide(out('s', 2 * DAY))
    .decide(out('t', 2 * DAY))
    .decide(end('s', 2 * DAY, 'force'));
  rotation.report('host2', 2 * DAY + 1, 'confirmed', { jobId: late });
  expect(rotation.state).toMatchObject({ credentialVersion: 1, owed: 'force_checkin' });
  rotation.decide(end('t', 2 * DAY + 2));
  expect(rotation.state.rotation?.trigger).toBe('force_checkin');
});

describe('a rotation for which no value could be made', () => {
  it.each(['after_use', 'force_checkin', 'grant_revoked', 'schedule'] as const)('(%s) is tried anew', (trigger) => {
    given(identity, history({}, requested('r', 1, trigger)))
      .when(failed('r'))
      .then([{ type: 'keyledger.rotation-failed.v1', data: { retryAt: at(32) } }]);
  });

  it('waits for the person who asked for it', () => {
    const { outcome } = given(identity, history({}, requested('r', 1))).when(failed('r'));
    expect(JSON.stringify(outcome)).not.toContain('retryAt');
  });
});

test('a value that does not open is no cancelled job: the rotation failed, is counted and comes again', () => {
  const rotation = new Rotation(
    history({ hostIds: ['host1'], connector: 'linux-password' }, requested('r1', 1, 'after_use')),
  );
  rotation.stage(2, 1).lease('host1', 2).unopened('host1', 2);
  expect(rotation.facts.at(-1)).toMatchObject({
    type: 'keyledger.rotation-failed.v1',
    data: { code: 'VALUE_NOT_OPENED', failuresInRow: 1, retryAt: at(32) },
  });
});

test('an identity that is changed keeps what is owed to it', () => {
  const rotation = Rotation.staged({ ...ON_TWO, ...USED })
    .decide(out('s', 3))
    .decide(end('s', 4))
    .expire(1 + DAY);
  rotation.decide(changed({ name: 'Another name' }));
  expect(scheduled(rotation, 31 + DAY)).toEqual(['keyledger.rotation-requested.v1']);
});
