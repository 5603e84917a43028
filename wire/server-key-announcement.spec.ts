import { randomBytes } from 'node:crypto';
import { announceKey, followAnnouncements, type KeyAnnouncement } from './server-key-announcement';
import { serverKeyOf } from './server-key';

const [a, b, c, stranger] = [1, 2, 3, 4].map(() => serverKeyOf(randomBytes(32))) as [
  ReturnType<typeof serverKeyOf>,
  ReturnType<typeof serverKeyOf>,
  ReturnType<typeof serverKeyOf>,
  ReturnType<typeof serverKeyOf>,
];
const ab = announceKey(a, b.publicKey);
const bc = announceKey(b, c.publicKey);

test('each step is signed by the key before, in whatever order they are told', () => {
  expect(followAnnouncements(a.publicKey, [ab, bc])).toBe(c.publicKey);
  expect(followAnnouncements(a.publicKey, [bc, ab])).toBe(c.publicKey);
  expect(followAnnouncements(b.publicKey, [ab, bc])).toBe(c.publicKey);
  expect(followAnnouncements(c.publicKey, [ab, bc])).toBe(c.publicKey);
  expect(followAnnouncements(stranger.publicKey, [ab, bc])).toBe(stranger.publicKey);
});

test('what is not signed by the key before leads nowhere, and what has no shape is nothing', () => {
  const forged: KeyAnnouncement = { ...announceKey(stranger, b.publicKey), formerKey: a.publicKey };
  const swapped: KeyAnnouncement = { ...ab, key: stranger.publicKey };
  const cut: KeyAnnouncement = { ...ab, signature: ab.signature.slice(1) };
  for (const bad of [[forged], [swapped], [cut], [bc], undefined, null, {}, 'x', [null], [{}], [{ ...ab, key: 1 }]]) {
    expect(followAnnouncements(a.publicKey, bad)).toBe(a.publicKey);
  }
  expect(
    followAnnouncements(
      a.publicKey,
      Array.from({ length: 1001 }, () => ab),
    ),
  ).toBe(a.publicKey);
  expect(followAnnouncements(a.publicKey, [forged, ab])).toBe(b.publicKey);
  const noKey = announceKey(a, 'not a key');
  expect(followAnnouncements(a.publicKey, [noKey])).toBe(a.publicKey);
});

test('a circle ends', () => {
  const ba = announceKey(b, a.publicKey);
  expect(followAnnouncements(a.publicKey, [ab, ba])).toBe(b.publicKey);
});
