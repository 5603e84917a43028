import { HELD, subject } from '../../../test/support/streams/a-held-identity';
import { NOW } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import { viewOf, type Streams } from '../../../test/support/streams/view-of';
import type { Subject } from '../../domain/subject';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import {
  loadAuthorizedIdentity,
  loadAuthorizedOrganization,
  loadAuthorizedVault,
  loadIdentity,
} from './load-authorized';
import { metadataOf } from './metadata';

/** What exists for whom, and what a refusal is about: of what there is it is told, of what never was it is not. */
const deletedVault = fact('vault-deleted', { organizationId: 'o', identityGroupId: 'v', deletedAt: NOW });
const deletedOrganization = fact('organization-deleted', { organizationId: 'o', deletedAt: NOW });
const deletedIdentity = fact('identity-deleted', { ...subject, deletedAt: NOW });
const also = (stream: string, event: ReturnType<typeof fact>): Streams => ({
  ...HELD,
  [stream]: [...(HELD[stream] ?? []), event],
});
const placeIn = (streams: Streams) => {
  const about: (Subject | 'account')[] = [];
  return { about, place: { view: viewOf(streams), about: (told: Subject | 'account') => void about.push(told) } };
};
const as = (userId: string) => ({ actor: { kind: 'user', userId } }) as unknown as Context;
const LOADERS = {
  organization: (place: ReturnType<typeof placeIn>['place'], who: string, id: string) =>
    loadAuthorizedOrganization(place, as(who), id, 'pam_vaults.manage', { identityGroupId: 'v' }),
  vault: (place: ReturnType<typeof placeIn>['place'], who: string, id: string) =>
    loadAuthorizedVault(place, as(who), id, 'pam_vaults.manage'),
  identity: (place: ReturnType<typeof placeIn>['place'], who: string, id: string) =>
    loadAuthorizedIdentity(place, as(who), id, 'pam_vaults.manage'),
  'deleted identity': (place: ReturnType<typeof placeIn>['place'], who: string, id: string) =>
    loadAuthorizedIdentity(place, as(who), id, 'pam_vaults.manage', { deleted: true }),
  session: (place: ReturnType<typeof placeIn>['place'], who: string, id: string) =>
    loadAuthorizedIdentity(place, as(who), id, 'pam_vaults.manage', { sessionId: 'i.s' }),
};
const ORGANIZATION = { organizationId: 'o', identityGroupId: 'v' };
const VAULT = { organizationId: 'o', identityGroupId: 'v' };

test.each<[keyof typeof LOADERS, string, string, Streams, string, readonly object[]]>([
  ['organization', 'manager', 'o', HELD, 'found', [ORGANIZATION]],
  ['organization', 'ann', 'o', HELD, 'PERMISSION_DENIED', [ORGANIZATION]],
  ['organization', 'stranger', 'o', HELD, 'NOT_FOUND', [ORGANIZATION]],
  ['organization', 'manager', 'x', HELD, 'NOT_FOUND', []],
  ['organization', 'manager', 'o', also('organization-o', deletedOrganization), 'NOT_FOUND', [ORGANIZATION]],
  ['vault', 'manager', 'v', HELD, 'found', [VAULT]],
  ['vault', 'ann', 'v', HELD, 'PERMISSION_DENIED', [VAULT]],
  ['vault', 'manager', 'w', HELD, 'NOT_FOUND', [{ organizationId: 'p', identityGroupId: 'w' }]],
  ['vault', 'manager', 'x', HELD, 'NOT_FOUND', []],
  ['vault', 'manager', 'v', also('vault-v', deletedVault), 'NOT_FOUND', [VAULT]],
  ['identity', 'manager', 'i', HELD, 'found', [subject]],
  ['identity', 'ann', 'i', HELD, 'PERMISSION_DENIED', [subject]],
  ['identity', 'stranger', 'i', HELD, 'NOT_FOUND', [subject]],
  ['identity', 'manager', 'x', HELD, 'NOT_FOUND', []],
  ['identity', 'manager', 'i', also('identity-i', deletedIdentity), 'NOT_FOUND', [subject]],
  ['deleted identity', 'manager', 'i', also('identity-i', deletedIdentity), 'found', [subject]],
  ['session', 'manager', 'i', HELD, 'found', [{ ...subject, sessionId: 'i.s' }]],
])('%s for %s (%s)', async (what, who, id, streams, expected, told) => {
  const { place, about } = placeIn(streams);
  const reached = await LOADERS[what](place, who, id);
  expect(isRefusal(reached) ? reached.code : 'found').toBe(expected);
  expect(about).toEqual(told);
  if (isRefusal(reached)) return;
  expect(reached.rights.userId).toBe(who);
  if ('organization' in reached) expect(reached.organization.name).toBe('Acme');
  if ('vault' in reached) expect(reached.vault.name).toBe('Servers');
  if ('identity' in reached) expect(reached.identity.settings.name).toBe('root');
});

test('what is not there is called by what was asked for', async () => {
  const told = async (what: keyof typeof LOADERS) => {
    const reached = await LOADERS[what](placeIn(HELD).place, 'stranger', 'i');
    return isRefusal(reached) ? reached.detail : '';
  };
  expect([await told('identity'), await told('session')]).toEqual([
    expect.stringContaining('identity'),
    expect.stringContaining('session'),
  ]);
});

test('an identity is loaded for whoever asks, and who that is is told beside it', async () => {
  const { place, about } = placeIn(HELD);
  expect(await loadIdentity(place, as('stranger'), 'i')).toMatchObject({
    rights: { userId: 'stranger' },
    identity: { status: 'active' },
  });
  expect((await loadIdentity(place, as('nobody'), 'i')).rights).toBeUndefined();
  expect(about).toEqual([subject, subject]);
});

test.each<[keyof typeof LOADERS, string, string]>([
  ['organization', 'o', 'organization-o'],
  ['vault', 'v', 'vault-v'],
  ['identity', 'i', 'identity-i'],
])(
  'of one %s that another stream has still and whose own is gone, it is not told that there is none',
  async (what, id, stream) => {
    const members = { 'vaultMembers-v': [fact('vault-member-reserved', subject)] };
    const { place, about } = placeIn({ ...HELD, ...members, [stream]: [] });
    const view = { ...place.view, vaultOf: async () => 'v' };
    await expect(LOADERS[what]({ ...place, view }, 'manager', id)).rejects.toThrow('nothing of it is left');
    expect(about).toEqual([]);
  },
);

test('who did it is told with each fact, from where and because of what, where that is known', () => {
  const known = { actor: { kind: 'user', userId: 'ann' }, correlationId: 'c' } as const;
  expect(metadataOf({ ...known, deadline: 0, ids: { next: () => 'x' } }, NOW)).toStrictEqual({ ...known, time: NOW });
  const more = { causationId: 'b', ip: '10.0.0.1', userAgent: 'spec' };
  expect(metadataOf({ ...known, ...more, deadline: 0, ids: { next: () => 'x' } }, NOW)).toStrictEqual({
    ...known,
    ...more,
    time: NOW,
  });
});
