import { MADE } from '../../test/support/streams/a-held-identity';
import { LATER, NOW } from '../../test/support/streams/a-vault';
import { asked } from '../../test/support/streams/asked-act';
import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { grant, grantsOf, guardedBy, letInto, recordOf } from '../../test/support/streams/reach';
import { together } from '../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import { identity as identityFold } from '../domain/identities/evolve';
import { isRefusal } from '../kernel/refusal';
import { requireReceiver } from './receiver';

const view = ['pam_vaults.view'] as const;
const BARE = together(
  peopleOf({ bob: { here: view }, eve: {}, vera: { here: view, support: true }, olga: { owner: true } }, PLACES),
  { 'identity-i': [MADE] },
  recordOf('bob'),
  recordOf('eve'),
  recordOf('vera'),
);
const BASE = together(
  BARE,
  grantsOf(grant('a', { user: 'bob' }), grant('e', { user: 'eve' }), grant('v', { user: 'vera' })),
);
const receives = async (streams: Streams, userId = 'bob', giverId = 'ann') => {
  const seen = viewOf(streams, NOW);
  const identity = (await seen.load(identityFold, 'i')).state;
  return requireReceiver(seen, digest, giverId, { identity, userId, now: NOW });
};

test('who could check it out may go on with a session, by their own grant', async () => {
  const evidence = { ownerBypass: false, grantId: 'a', idpUserId: 'p-bob' };
  expect(await receives(BASE)).toStrictEqual({ userId: 'bob', userEmail: 'bob@x.org', evidence });
  expect(await receives(BASE, 'olga')).toStrictEqual({
    userId: 'olga',
    userEmail: 'olga@x.org',
    evidence: { ownerBypass: true },
  });
});

test('with it goes when their grant ends, and what was approved for them', async () => {
  const streams = together(BARE, grantsOf(grant('a', { user: 'bob' }, { expiresAt: LATER })), guardedBy(0, []), {
    'identity-i': [asked('i.r', 'bob')],
  });
  expect(await receives(streams)).toMatchObject({ grantEndsAt: LATER, approved: { requestId: 'i.r' } });
});

const toBob = (more: object) => together(BARE, grantsOf(grant('a', { user: 'bob' }, more)));
test.each<[string, Streams, string, string?]>([
  ['who gives it', BASE, 'bob', 'bob'],
  ['who is not there', BASE, 'nobody'],
  ['who is switched off', together(BASE, { 'user-bob': [fact('user-switched-off', { userId: 'bob' })] }), 'bob'],
  ['who has a grant and no role', BASE, 'eve'],
  ['who has a role and no grant', BARE, 'bob'],
  ['whose grant ends now', toBob({ expiresAt: NOW }), 'bob'],
  ['whose grant is below checkout', toBob({ level: 'view_credentials' }), 'bob'],
  ['who has no approval', together(BASE, guardedBy(1, [])), 'bob'],
  [
    'for whom somebody else’s was approved',
    together(BASE, guardedBy(0, []), { 'identity-i': [asked('i.r', 'ann')] }),
    'bob',
  ],
  ['support that is not let in', BASE, 'vera'],
  ['support that is let in elsewhere', together(BASE, { supportAccess: [letInto('p')] }), 'vera'],
])('not %s, and why is told to nobody', async (_, streams, userId, giverId = 'ann') => {
  const refusal = await receives(streams, userId, giverId);
  expect(isRefusal(refusal) && [refusal.code, refusal.extra]).toEqual(['RECEIVER_NOT_ALLOWED', undefined]);
  const other = await receives(BASE, 'nobody');
  expect(isRefusal(refusal) && isRefusal(other) && refusal.detail === other.detail).toBe(true);
});

test('support that is let in goes on by its window', async () => {
  const streams = together(BASE, { supportAccess: [letInto('o')] });
  expect(await receives(streams, 'vera')).toMatchObject({ evidence: { grantId: 'v', supportWindowId: 'window-o' } });
});
