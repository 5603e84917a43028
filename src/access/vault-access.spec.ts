import { LATER, LATEST, NOW, streamsOf, type AVault } from '../../test/support/streams/a-vault';
import { digest, viewOf } from '../../test/support/streams/view-of';
import type { AccessLevel } from '../domain/access-grants/events';
import { isRefusal } from '../kernel/refusal';
import { permissionsOf, type CallerPermissions } from './caller-permissions';
import { liveGrants, requireVaultAccess, vaultAccessOf } from './vault-access';

const setOf = async (fixture: AVault) => {
  const view = viewOf(streamsOf(fixture));
  return { view, ann: (await permissionsOf(view, 'ann')) as CallerPermissions };
};
const ask = async (fixture: AVault, level: AccessLevel) => {
  const { view, ann } = await setOf(fixture);
  return requireVaultAccess(view, digest, ann, { vaultId: 'v', level, now: NOW });
};
const viaGroup = { principalType: 'group', principalId: 'g' } as const;

test.each<[string, AVault, AccessLevel, object]>([
  [
    'her own grant',
    { grants: [{ grantId: 'a' }] },
    'checkout',
    { via: 'grant', level: 'checkout', evidence: { ownerBypass: false, grantId: 'a', idpUserId: 'p-ann' } },
  ],
  [
    "her group's grant",
    { grants: [{ grantId: 'a', ...viaGroup }], member: true },
    'checkout',
    { via: 'group', evidence: { grantId: 'a', groupId: 'g', idpUserId: 'p-ann' } },
  ],
  ['a grant above what is asked', { grants: [{ grantId: 'a' }] }, 'view_credentials', { level: 'checkout' }],
  [
    'of several that allow, the one that ends last',
    {
      grants: [
        { grantId: 'soon', expiresAt: LATER },
        { grantId: 'late', expiresAt: LATEST },
      ],
    },
    'checkout',
    { until: LATEST, evidence: { grantId: 'late' } },
  ],
  [
    'one that never ends before all that do',
    { grants: [{ grantId: 'late', expiresAt: LATEST }, { grantId: 'ever' }] },
    'checkout',
    { evidence: { grantId: 'ever' } },
  ],
  [
    'one that is enough before one that lasts longer but is not',
    {
      grants: [
        { grantId: 'low', level: 'view_vault' },
        { grantId: 'high', expiresAt: LATER },
      ],
    },
    'checkout',
    { until: LATER, evidence: { grantId: 'high' } },
  ],
  [
    'an owner without grant or mapping',
    { owner: true, person: 'none' },
    'checkout',
    { via: 'owner', evidence: { ownerBypass: true } },
  ],
])('allowed by %s', async (_, fixture, level, allowance) => {
  expect(await ask(fixture, level)).toMatchObject(allowance);
});

test.each<[string, AVault, AccessLevel, string]>([
  ['no grant', {}, 'view_vault', 'VAULT_ACCESS_DENIED'],
  [
    'a grant below what is asked',
    { grants: [{ grantId: 'a', level: 'view_credentials' }] },
    'checkout',
    'VAULT_ACCESS_DENIED',
  ],
  ['a grant that ends now', { grants: [{ grantId: 'a', expiresAt: NOW }] }, 'checkout', 'VAULT_ACCESS_DENIED'],
  ["somebody else's grant", { grants: [{ grantId: 'a', principalId: 'p-bob' }] }, 'view_vault', 'VAULT_ACCESS_DENIED'],
  [
    'a grant to a group she is not in',
    { grants: [{ grantId: 'a', ...viaGroup }] },
    'view_vault',
    'VAULT_ACCESS_DENIED',
  ],
  [
    'a grant to a group that is deleted',
    { grants: [{ grantId: 'a', ...viaGroup }], member: true, groupDeleted: true },
    'view_vault',
    'VAULT_ACCESS_DENIED',
  ],
  ['no record in the directory', { grants: [{ grantId: 'a' }], person: 'none' }, 'view_vault', 'NO_IDP_USER_MAPPING'],
  ['an inactive record', { grants: [{ grantId: 'a' }], person: 'inactive' }, 'view_vault', 'NO_IDP_USER_MAPPING'],
  ['a deleted record', { grants: [{ grantId: 'a' }], person: 'deleted' }, 'view_vault', 'NO_IDP_USER_MAPPING'],
])('refused for %s', async (_, fixture, level, code) => {
  const outcome = await ask(fixture, level);
  expect(isRefusal(outcome) && outcome.code).toBe(code);
  expect(isRefusal(outcome) && outcome.extra).toEqual(code === 'VAULT_ACCESS_DENIED' ? { level } : undefined);
});

test('who has no grant never learns who has one', async () => {
  const outcome = await ask({ grants: [{ grantId: 'a', principalId: 'p-bob' }] }, 'checkout');
  expect(JSON.stringify(outcome)).not.toContain('p-bob');
});

test.each<[string, AVault, object | undefined]>([
  [
    'the highest level first',
    {
      grants: [
        { grantId: 'low', level: 'view_vault' },
        { grantId: 'high', expiresAt: LATER },
      ],
    },
    { level: 'checkout', until: LATER },
  ],
  ['nothing', {}, undefined],
  ['nothing without mapping', { grants: [{ grantId: 'a' }], person: 'none' }, undefined],
  ['an owner’s', { owner: true }, { via: 'owner', level: 'checkout' }],
])('shows of her access: %s', async (_, fixture, shown) => {
  const { view, ann } = await setOf(fixture);
  const access = await vaultAccessOf(view, digest, ann, 'v', NOW);
  if (shown === undefined) {
    expect(access).toBeUndefined();
  } else {
    expect(access).toMatchObject(shown);
  }
});

test('grants that end together stand in any order, and all are found', async () => {
  const { view } = await setOf({
    grants: [
      { grantId: 'a', expiresAt: LATER },
      { grantId: 'b', expiresAt: LATER },
      { grantId: 'over', expiresAt: NOW },
    ],
  });
  const live = await liveGrants(view, 'v', 'p-ann', NOW);
  expect(live.map(({ grantId }) => grantId).toSorted()).toEqual(['a', 'b']);
});

test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[1, 0, 2]], [[0, 2, 1]], [[2, 0, 1]]])(
  'the grant that ends last comes first, one that never ends before all, however they were given: %j',
  async (order) => {
    const grants = [{ grantId: 'soon', expiresAt: LATER }, { grantId: 'late', expiresAt: LATEST }, { grantId: 'ever' }];
    const { view } = await setOf({ grants: order.flatMap((index) => grants[index] ?? []) });
    const live = await liveGrants(view, 'v', 'p-ann', NOW);
    expect(live.map(({ grantId }) => grantId)).toEqual(['ever', 'late', 'soon']);
  },
);

test('what allows her says no more than is so', async () => {
  expect(Object.keys((await ask({ grants: [{ grantId: 'a' }] }, 'checkout')) as object).toSorted()).toEqual([
    'evidence',
    'level',
    'via',
  ]);
  expect(await ask({ grants: [{ grantId: 'a', expiresAt: LATER }] }, 'checkout')).toStrictEqual({
    level: 'checkout',
    via: 'grant',
    until: LATER,
    evidence: {
      ownerBypass: false,
      grantId: 'a',
      idpUserId: 'p-ann',
    },
  });
});
