import { LATER, NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { PEOPLE } from '../../test/support/streams/notified';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { grant, grantsOf, groupDeleted, groupOf, letInto, recordOf } from '../../test/support/streams/reach';
import { together } from '../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import { accountPeople } from './notified';
import { basisOf, type Basis } from './session-basis';

const BASE = together(
  peopleOf(
    {
      vera: { support: true, here: ['pam_vaults.view', 'pam_vaults.break_glass'] },
      otto: { support: true, owner: true },
      ann: { here: ['pam_vaults.view', 'pam_vaults.break_glass'] },
      dan: { here: ['pam_vaults.view'] },
    },
    PLACES,
  ),
  recordOf('vera'),
  recordOf('ann'),
  grantsOf(grant('a', { user: 'vera' }), grant('b', { user: 'ann' })),
);
const basis = (
  streams: Streams,
  session: { userId: string; evidence: Parameters<typeof basisOf>[2]['evidence']; breakGlass?: boolean },
) =>
  basisOf(viewOf(streams, NOW), digest, { breakGlass: false, ...session }, { organizationId: 'o', vaultId: 'v' }, NOW);
const windows = (...facts: Streams[string]): Streams => together(BASE, { supportAccess: facts });
const disabled = fact('support-access-disabled', {
  organizationId: 'o',
  windowId: 'window-o',
  reason: 'over',
  disabledBy: 'boss',
  disabledAt: NOW,
});
const own = { ownerBypass: false, grantId: 'a', idpUserId: 'p-vera', supportWindowId: 'window-o' };
const STANDS: Basis = { stands: true };
const OFF: Basis = { stands: false, endedBy: 'support_disabled' };

test.each<[string, Streams, Basis]>([
  ['its window is on', windows(letInto('o')), STANDS],
  ['its window goes on', windows(letInto('o', { expiresAt: LATER })), STANDS],
  ['its window ends now', windows(letInto('o', { expiresAt: NOW })), OFF],
  ['it was disabled', windows(letInto('o'), disabled), OFF],
  ['it was disabled and opened anew', windows(letInto('o'), disabled, letInto('o', { windowId: 'again' })), OFF],
  ['another organization lets support in', windows(letInto('p', { windowId: 'window-o' })), OFF],
])('a session of support, when %s', async (_, streams, expected) => {
  expect(await basis(streams, { userId: 'vera', evidence: own })).toStrictEqual(expected);
});

test('one that names no window, of somebody who was marked as support since, ends', async () => {
  const { supportWindowId: _, ...before } = own;
  expect(await basis(windows(letInto('o')), { userId: 'vera', evidence: before })).toStrictEqual(OFF);
  const otto = { userId: 'otto', evidence: { ownerBypass: true } };
  expect(await basis(windows(letInto('o')), otto)).toStrictEqual(OFF);
  expect(
    await basis(windows(letInto('o')), { ...otto, evidence: { ownerBypass: true, supportWindowId: 'window-o' } }),
  ).toStrictEqual(STANDS);
});

test('one of somebody else rests on no window', async () => {
  expect(await basis(BASE, { userId: 'ann', evidence: { ...own, grantId: 'b', idpUserId: 'p-ann' } })).toStrictEqual(
    STANDS,
  );
});

test.each<[string, string, Streams, Basis]>([
  ['as long as the permission stands', 'ann', BASE, STANDS],
  ['of somebody without it', 'dan', BASE, { stands: false, endedBy: 'grant_revoked' }],
  ['of nobody', 'x', BASE, { stands: false, endedBy: 'grant_revoked' }],
  ['of support, which never breaks it', 'vera', windows(letInto('o')), { stands: false, endedBy: 'grant_revoked' }],
])('behind broken glass a session stands %s', async (_, userId, streams, expected) => {
  const evidence = { ownerBypass: false, supportWindowId: 'window-o' };
  expect(await basis(streams, { userId, evidence, breakGlass: true })).toStrictEqual(expected);
});

const byGroup = (...of: Parameters<typeof groupOf>) =>
  together(BASE, groupOf(...of), grantsOf(grant('c', { group: 'g' })));
test.each<[string, Streams, Basis]>([
  ['is in the group still', byGroup('g', ['ann']), STANDS],
  ['is not', byGroup('g', []), { stands: false, endedBy: 'grant_revoked' }],
  ['is in one that is deleted', byGroup('g', ['ann'], groupDeleted('g')), { stands: false, endedBy: 'grant_revoked' }],
])('a session by a group, when who has it %s', async (_, streams, expected) => {
  const evidence = { ownerBypass: false, grantId: 'c', groupId: 'g', idpUserId: 'p-ann' };
  expect(await basis(streams, { userId: 'ann', evidence })).toStrictEqual(expected);
});

test('owners and admins of the account are told of what is critical: those who are there, and none of the vendor’s', async () => {
  const more = peopleOf({ zoe: { admin: true }, abe: { admin: true, owner: true }, gone: { owner: true, off: true } });
  expect(await accountPeople(viewOf(together(PEOPLE, more)))).toEqual(['abe', 'boss', 'zoe']);
  expect(await accountPeople(viewOf({}))).toEqual([]);
});
