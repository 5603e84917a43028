import { MADE, subject } from '../../test/support/streams/a-held-identity';
import { EARLIER, LATER, NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { hostAtWork } from '../../test/support/streams/hosts-at-work';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { grant, grantsOf, groupDeleted, groupOf, recordChanged, recordOf } from '../../test/support/streams/reach';
import { rightsOf } from '../../test/support/streams/rights-of';
import { together } from '../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import { loadAskedIdentity } from './asked-identity';
import { recordOfUser } from './directory-record';
import { evidenceState } from './evidence-state';
import { deletedGroupsWithRoles, roleGroupsOf } from './group-roles';
import { hostPlace } from './host-place';
import { upgradeOf } from './organization-upgrade';
import { isReachedByTokens } from './reached-by-tokens';
import { principalName, requireAccessReviewer, standingGrants } from './review-access';
import { userOfIdpUser } from './user-with-email';

const PEOPLE = together(
  peopleOf({ ann: {}, robot: { machine: true }, loose: { machine: true } }, PLACES),
  { 'user-nomail': [fact('user-created', { userId: 'nomail', support: false, createdAt: EARLIER })] },
  { 'user-robot': [fact('user-linked', { userId: 'robot', idpUserId: 'p-bob' })] },
  recordOf('ann'),
  recordOf('bob'),
);
const off = (name: string): Streams => ({ [`directory-p-${name}`]: [recordChanged(name, false)] });

test.each<[string, string, Streams, string | undefined]>([
  ['a person, by e-mail', 'ann', PEOPLE, 'p-ann'],
  [
    'a person who is switched off',
    'ann',
    together(PEOPLE, { 'user-ann': [fact('user-switched-off', { userId: 'ann' })] }),
    'p-ann',
  ],
  ['a person whose record is switched off', 'ann', together(PEOPLE, off('ann')), 'p-ann'],
  ['a machine, by its link', 'robot', PEOPLE, 'p-bob'],
  [
    'a machine whose link was taken away',
    'robot',
    together(PEOPLE, { 'user-robot': [fact('user-unlinked', { userId: 'robot', idpUserId: 'p-bob' })] }),
    undefined,
  ],
  ['a machine without a link', 'loose', PEOPLE, undefined],
  ['a person without an e-mail', 'nomail', PEOPLE, undefined],
  ['a person of whom the directory has no record', 'ann', peopleOf({ ann: {} }), undefined],
])('the record of the directory is found of %s', async (_, userId, streams, idpUserId) => {
  expect((await recordOfUser(viewOf(streams), digest, userId))?.idpUserId).toBe(idpUserId);
});

test.each<[string, Streams, string | undefined]>([
  ['who has its e-mail', PEOPLE, 'ann'],
  ['who has it, though the record is switched off', together(PEOPLE, off('ann')), 'ann'],
  ['nobody who signed in', recordOf('ann'), undefined],
  ['nobody, of a record that is not there', peopleOf({ ann: {} }), undefined],
  [
    'nobody, where it is filed under somebody else’s',
    together(recordOf('ann'), peopleOf({ eve: {} }), {
      [`userEmail-${digest.of('ann@x.org')}`]: [fact('user-claimed', { userId: 'eve' })],
    }),
    undefined,
  ],
])('the user of a record of the directory is %s', async (_, streams, userId) => {
  expect(await userOfIdpUser(viewOf(streams), digest, 'p-ann')).toBe(userId);
});

test.each<[string, Streams, string | undefined]>([
  ['that is there', hostAtWork('h'), 'org1'],
  [
    'that is deleted: what it was shown is still known',
    hostAtWork('h', {}, fact('host-deleted', { hostId: 'h', organizationId: 'org1' })),
    'org1',
  ],
  ['that never was', {}, undefined],
])('the organization of a host %s', async (_, streams, place) => {
  expect(await hostPlace(viewOf(streams), 'h')).toBe(place);
});

const deleted = fact('identity-deleted', { ...subject, deletedAt: EARLIER });
test.each<[string, Streams[string], string | undefined]>([
  ['that is there', [MADE], 'active'],
  ['that is deleted, whose values are there still', [MADE, deleted], 'deleted'],
  ['whose values are destroyed', [MADE, deleted, fact('identity-destroyed', { ...subject })], undefined],
  ['that never was', [], undefined],
])('an identity may be asked for, one %s', async (_, facts, status) => {
  expect((await loadAskedIdentity(viewOf({ 'identity-i': facts }), 'i'))?.status).toBe(status);
});

const named = fact('idp-group-tokens-listed', { idpGroupId: 'g', namedBy: [{ issuer: 'i', name: 'ops' }] });
const toG = (more: object = {}) => grantsOf(grant('a', { group: 'g' }, more));
test.each<[string, Streams, boolean]>([
  ['a grant to a group that tokens name', { account: [named], ...toG() }, true],
  ['one that ends later', { account: [named], ...toG({ expiresAt: LATER }) }, true],
  ['one that ends now', { account: [named], ...toG({ expiresAt: NOW }) }, false],
  ['a grant to a group that none names', toG(), false],
  ['a grant to another group', { account: [named], ...grantsOf(grant('a', { group: 'h' })) }, false],
  ['a grant to a person', { account: [named], ...grantsOf(grant('a', { user: 'ann' })) }, false],
  [
    'a grant to a person whose record is called like the group',
    { account: [named], ...grantsOf(grant('a', { user: 'g' }, { principalId: 'g' })) },
    false,
  ],
  ['no grant', { account: [named] }, false],
])('whether tokens may bring somebody into a vault, by %s', async (_, streams, reached) => {
  expect(await isReachedByTokens(viewOf(streams), 'v', NOW)).toBe(reached);
});

const about = { organizationId: 'o' };
const requested = fact('encryption-upgrade-requested', about);
test.each<[string, Streams[string], unknown]>([
  ['never asked for', [], {}],
  ['running', [requested], { upgrade: { state: 'running' } }],
  [
    'finished',
    [requested, fact('encryption-upgrade-finished', { ...about, broken: 2 })],
    { upgrade: { state: 'finished', broken: 2 } },
  ],
  ['of an organization that is deleted', [requested, fact('organization-deleted', about)], undefined],
])('the last upgrade of an organization’s values: %s', async (_, more, upgrade) => {
  expect(await upgradeOf(viewOf(together(PLACES, { 'organization-o': more })), 'o')).toStrictEqual(upgrade);
  expect(await upgradeOf(viewOf(PLACES), 'x')).toBeUndefined();
});

test('how the proving of the log stands is what its facts say', async () => {
  const stopped = { critical: true, origin: 'k', cause: 'cut', detail: 'shorter', stoppedAt: NOW };
  expect((await evidenceState(viewOf({}))).stopped).toBeUndefined();
  expect((await evidenceState(viewOf({ evidence: [fact('evidence-stopped', stopped)] }))).stopped).toEqual(stopped);
});

const roles = (...ids: readonly string[]) =>
  ids.map((idpGroupId) => fact('idp-group-roles-assigned', { idpGroupId, roles: [{ roleId: 'r' }] }));
const GROUPS = together(groupOf('g', ['ann']), groupOf('h', ['bob']), groupOf('gone', ['ann'], groupDeleted('gone')), {
  account: roles('g', 'h', 'gone'),
});
test('of the groups with roles those are somebody’s that they are in and that are there', async () => {
  const groups = async (idpUserId: string) =>
    (await roleGroupsOf(viewOf(GROUPS), idpUserId)).map(({ idpGroupId }) => idpGroupId);
  expect([await groups('p-ann'), await groups('p-bob'), await groups('p-eve')]).toEqual([['g'], ['h'], []]);
  expect(await deletedGroupsWithRoles(viewOf(GROUPS))).toEqual(['gone']);
  expect(await deletedGroupsWithRoles(viewOf({}))).toEqual([]);
});

test('the grants of a vault stand until it is deleted', async () => {
  const streams = together(PLACES, grantsOf(grant('a', { user: 'ann' })));
  const gone = together(streams, { 'vault-v': [fact('vault-deleted', { identityGroupId: 'v', organizationId: 'o' })] });
  expect(Object.keys(await standingGrants(viewOf(streams), 'v'))).toEqual(['a']);
  expect(Object.keys(await standingGrants(viewOf(gone), 'v'))).toEqual([]);
  expect(Object.keys(await standingGrants(viewOf(streams), 'w'))).toEqual([]);
});

test('a principal is called as the directory has it', async () => {
  const view = viewOf(together(PEOPLE, GROUPS));
  const name = (principalType: 'user' | 'group', principalId: string) =>
    principalName(view, { principalType, principalId });
  expect([await name('user', 'p-ann'), await name('group', 'g')]).toEqual(['ann', 'group g']);
});

const REVIEWERS = together(
  peopleOf(
    {
      mona: { here: ['pam_vaults.manage'] },
      vic: { here: ['pam_vaults.view'] },
      eve: {},
      robot: { here: ['pam_vaults.manage'], machine: true },
      vera: { here: ['pam_vaults.manage'], support: true },
    },
    PLACES,
  ),
  {
    supportAccess: [
      fact('support-access-enabled', {
        organizationId: 'o',
        windowId: 'w',
        reason: 'x',
        enabledBy: 'b',
        enabledAt: EARLIER,
      }),
    ],
  },
);
test.each([
  ['mona', undefined],
  ['vic', 'PERMISSION_DENIED'],
  ['eve', 'NOT_FOUND'],
  ['robot', 'PERMISSION_DENIED'],
  ['vera', 'PERMISSION_DENIED'],
])('who reviews access: %s', async (who, code) => {
  expect(requireAccessReviewer(await rightsOf(REVIEWERS, who), 'o', 'review')?.code).toBe(code);
});
