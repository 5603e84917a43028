import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { ASKING } from '../../../test/support/streams/bulk-people';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { derivedIds } from '../../adapters/outside/derived-ids';
import type { ExposedIdentity } from '../../domain/exposures/events';
import type { ExposureSubject } from '../../kernel/exposure-subject';
import { StoreUnavailable } from '../../kernel/store-errors';
import { RequestExposureRotation, RequestExposureRotationHandler } from './request-exposure-rotation';

/** All that a person or a host was shown is to be changed: where the caller manages vaults, and nowhere else. */
const hostOf = (hostId: string, organizationId: string) =>
  fact('host-created', { hostId, organizationId, name: hostId, createdAt: EARLIER });
const GIVEN = {
  ...ASKING,
  'user-eve': [
    fact('user-created', { userId: 'eve', email: 'eve@x.org', support: false, createdAt: EARLIER }),
    fact('user-switched-off', { userId: 'eve' }),
  ],
  'host-h': [hostOf('h', 'o')],
  'host-r': [hostOf('r', 'o'), fact('host-deleted', { hostId: 'r', organizationId: 'o' })],
  'host-far': [hostOf('far', 'p')],
};
const item = (identityId: string, organizationId: string, identityGroupId: string): ExposedIdentity => ({
  identityId,
  organizationId,
  identityGroupId,
  versions: [1, 2],
});
const SHOWN = [item('a', 'o', 'v'), item('b', 'p', 'w'), item('c', 'o', 'v')];
const EVE: ExposureSubject = { kind: 'user', userId: 'eve' };
const hostSubject = (hostId: string): ExposureSubject => ({ kind: 'host', hostId });

const ask = (ground: Ground, who: string, subject: ExposureSubject = EVE, items = SHOWN, key = 'a key') => {
  const handler = new RequestExposureRotationHandler(ground.deciding);
  const ids = derivedIds.from(key);
  return ground.when(() =>
    handler.execute(new RequestExposureRotation(ground.as(who, { ids }), subject, 'left', items)),
  );
};
const asked = (facts: readonly Told[]) =>
  facts.map(([stream, noun, data]) => {
    const { organizationId, items } = data as { organizationId?: string; items: readonly ExposedIdentity[] };
    return [stream, noun, organizationId, items.map(({ identityId }) => identityId)];
  });
const REQUESTED = 'exposure-rotation-requested';

test.each<[string, readonly (readonly [string | undefined, readonly string[]])[]]>([
  [
    'owner',
    [
      ['o', ['a', 'c']],
      ['p', ['b']],
    ],
  ],
  [
    'both',
    [
      ['o', ['a', 'c']],
      ['p', ['b']],
    ],
  ],
  ['manager', [['o', ['a', 'c']]]],
  ['robot', [['o', ['a', 'c']]]],
  ['support', [['o', ['a', 'c']]]],
])(
  '%s asks for what lies where this caller manages vaults, each organization by a fact of its own',
  async (who, places) => {
    const { answer, facts } = await ask(new Ground(GIVEN), who);
    expect(asked(facts)).toEqual(places.map(([place, items]) => ['exposure-user-eve', REQUESTED, place, items]));
    expect(answer).toEqual({ id: 'user-eve', position: `000${places.length}` });
  },
);

test('the fact says whose exposure it is, why, and which versions were shown', async () => {
  const { facts } = await ask(new Ground(GIVEN), 'manager');
  expect(facts).toEqual([
    [
      'exposure-user-eve',
      REQUESTED,
      {
        subject: 'user-eve',
        userId: 'eve',
        organizationId: 'o',
        campaignId: expect.any(String),
        reason: 'left',
        items: ['a', 'c'].map((identityId) => ({ identityId, identityGroupId: 'v', versions: [1, 2] })),
        requestedAt: NOW,
      },
    ],
  ]);
});

test.each(['h', 'r'])('of host %s, be it deleted, what it was shown is changed', async (hostId) => {
  const { answer, facts } = await ask(new Ground(GIVEN), 'manager', hostSubject(hostId), [item('a', 'o', 'v')]);
  expect(answer?.id).toBe(`host-${hostId}`);
  expect(facts).toEqual([
    [
      `exposure-host-${hostId}`,
      REQUESTED,
      expect.objectContaining({ subject: `host-${hostId}`, hostId, reason: 'left' }),
    ],
  ]);
});

test('that nothing of it was in force is told too', async () => {
  const { facts } = await ask(new Ground(GIVEN), 'manager', EVE, [item('b', 'p', 'w')]);
  expect(asked(facts)).toEqual([['exposure-user-eve', REQUESTED, undefined, []]]);
});

const NOBODY: ExposureSubject = { kind: 'user', userId: 'nobody' };
test.each<[string, ExposureSubject, string, string | undefined, object]>([
  ['viewer', EVE, 'PERMISSION_DENIED', 'denied-account', { userId: 'eve' }],
  ['admin', EVE, 'PERMISSION_DENIED', 'denied-account', { userId: 'eve' }],
  ['eve', EVE, 'PERMISSION_DENIED', 'denied-account', { userId: 'eve' }],
  ['stranger', EVE, 'PERMISSION_DENIED', 'denied-account', { userId: 'eve' }],
  ['stranger', NOBODY, 'PERMISSION_DENIED', undefined, {}],
  ['manager', NOBODY, 'NOT_FOUND', undefined, {}],
  ['viewer', hostSubject('h'), 'PERMISSION_DENIED', 'denied-o', { organizationId: 'o', hostId: 'h' }],
  ['stranger', hostSubject('h'), 'NOT_FOUND', 'denied-o', { organizationId: 'o', hostId: 'h' }],
  ['off', hostSubject('h'), 'NOT_FOUND', 'denied-o', { organizationId: 'o', hostId: 'h' }],
  ['manager', hostSubject('far'), 'NOT_FOUND', 'denied-p', { organizationId: 'p', hostId: 'far' }],
  ['support', hostSubject('far'), 'SUPPORT_ACCESS_OFF', 'denied-p', { organizationId: 'p', hostId: 'far' }],
  ['manager', hostSubject('none'), 'NOT_FOUND', undefined, {}],
])('%s, asking for %j, is refused with %s, told in %s', async (who, subject, code, stream, about) => {
  const { refused, extra, facts } = await ask(new Ground(GIVEN), who, subject);
  expect([refused, extra]).toEqual([
    code,
    code === 'PERMISSION_DENIED' ? { permission: 'pam_vaults.manage' } : undefined,
  ]);
  const told = { ...about, reason: 'left', code };
  expect(facts).toEqual(stream === undefined ? [] : [[stream, 'exposure-rotate-refused', told]]);
});

test('the same request again, and another one for the same, ask for nothing twice; what is new is added', async () => {
  const ground = new Ground(GIVEN);
  const first = await ask(ground, 'manager');
  expect((await ask(ground, 'manager')).facts).toEqual([]);
  expect((await ask(ground, 'owner', EVE, [item('a', 'o', 'v')], 'another key')).facts).toEqual([]);
  const { facts } = await ask(ground, 'owner', EVE, SHOWN, 'a third key');
  expect(asked(facts)).toEqual([['exposure-user-eve', REQUESTED, 'p', ['b']]]);
  const campaign = (told: readonly Told[]) => told.map(([, , data]) => (data as { campaignId: string }).campaignId);
  expect(campaign(facts)).toEqual(campaign(first.facts));
});

test('a store that does not take it leaves nothing that is asked for', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore(REQUESTED, () => {
    throw new StoreUnavailable('the disk is full');
  });
  await expect(ask(ground, 'manager')).rejects.toThrow(StoreUnavailable);
  expect(ground.told).toEqual([]);
  expect(asked((await ask(ground, 'manager')).facts)).toEqual([['exposure-user-eve', REQUESTED, 'o', ['a', 'c']]]);
});

test('a permission that is gone by the time it would be written asks for nothing', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore(REQUESTED, () => {
    ground.also(
      'user-both',
      fact('user-roles-assigned', { userId: 'both', roles: [{ roleId: 'both-o', organizationId: 'p' }] }),
    );
    const theirs = { subject: 'user-eve', userId: 'eve', campaignId: 'theirs', reason: 'gone', requestedAt: NOW };
    const items = [{ identityId: 'z', identityGroupId: 'v', versions: [1] }];
    ground.also('exposure-user-eve', fact(REQUESTED, { ...theirs, organizationId: 'o', items }));
  });
  const { facts } = await ask(ground, 'both');
  expect(asked(facts)).toEqual([['exposure-user-eve', REQUESTED, 'p', ['b']]]);
  expect(facts).toMatchObject([['exposure-user-eve', REQUESTED, { campaignId: 'theirs' }]]);
});
