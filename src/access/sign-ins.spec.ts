import { fact } from '../../test/support/streams/ground-of';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import { user } from '../domain/users/state';
import { findSignIn, holderOf, signInId, signInsOf } from './sign-ins';

const SIGN_IN = { issuer: 'https://i', subject: 's' };
const OTHER = { issuer: 'https://i', subject: 't' };
const id = signInId(digest, SIGN_IN);
const pinned = (userId: string, name = SIGN_IN) => fact('user-pinned', { userId, ...name });
const unpinned = (userId: string, name = SIGN_IN) => fact('user-unpinned', { userId, ...name });
const claim = (...facts: Streams[string]): Streams => ({ [`userSubject-${id}`]: facts });
const claimed = (userId: string) => fact('user-claimed', { userId });
const released = fact('user-claim-released', { userId: 'ann' });

test('a sign-in has an id that follows from issuer and subject, and from both', () => {
  const ids = [SIGN_IN, OTHER, { issuer: 'https://j', subject: 's' }, { issuer: 's', subject: 'https://i' }];
  expect(new Set(ids.map((each) => signInId(digest, each))).size).toBe(4);
  expect(signInId(digest, { ...SIGN_IN })).toBe(id);
});

test('the sign-ins of a user are those that were not removed', async () => {
  const view = viewOf({ 'user-ann': [pinned('ann'), pinned('ann', OTHER), unpinned('ann')] });
  expect(await signInsOf(view, digest, 'ann')).toStrictEqual([{ id: signInId(digest, OTHER), ...OTHER }]);
  expect(await signInsOf(view, digest, 'nobody')).toEqual([]);
});

test.each<[string, Streams, boolean]>([
  ['that is there', { 'user-ann': [pinned('ann')], ...claim(claimed('ann')) }, true],
  [
    'that was removed and not yet given back',
    { 'user-ann': [pinned('ann'), unpinned('ann')], ...claim(claimed('ann')) },
    true,
  ],
  [
    'that was removed and given back',
    { 'user-ann': [pinned('ann'), unpinned('ann')], ...claim(claimed('ann'), released) },
    false,
  ],
  [
    'that was removed and is somebody else’s',
    { 'user-ann': [pinned('ann'), unpinned('ann')], ...claim(claimed('bob')) },
    false,
  ],
  ['that never was the user’s', { 'user-ann': [pinned('ann', OTHER)], ...claim(claimed('ann')) }, false],
])('a sign-in is found by its id, one %s', async (_, streams, found) => {
  const view = viewOf(streams);
  const { state } = await view.load(user, 'ann');
  const expected = found ? { id, ...SIGN_IN } : undefined;
  expect(await findSignIn(view, digest, { state, userId: 'ann' }, id)).toStrictEqual(expected);
});

test.each<[string, Streams, string | undefined]>([
  ['who has it', { 'user-ann': [pinned('ann')], ...claim(claimed('ann')) }, 'ann'],
  ['who is about to', claim(claimed('ann')), 'ann'],
  ['nobody where nobody claimed it', { 'user-ann': [pinned('ann')] }, undefined],
  [
    'nobody where the last one gave it up',
    { 'user-ann': [pinned('ann'), unpinned('ann')], ...claim(claimed('ann')) },
    undefined,
  ],
  ['nobody where it was given back', claim(claimed('ann'), released), undefined],
  [
    'who gave up another one',
    { 'user-ann': [pinned('ann', OTHER), unpinned('ann', OTHER)], ...claim(claimed('ann')) },
    'ann',
  ],
])('a sign-in is held by %s', async (_, streams, holder) => {
  expect(await holderOf(viewOf(streams), digest, SIGN_IN)).toBe(holder);
});
