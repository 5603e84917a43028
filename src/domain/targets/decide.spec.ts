import { whichHostStops, whichIdentityStops, type Contender } from './decide';

/** Who stops where two mean one thing: nobody who was there first, whatever an agent says. */
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const host = (enrolled: number, claimed: number) => ({ enrolledAt: at(enrolled), claimedAt: at(claimed) });

test.each([
  ['an agent that came after the machine was known', host(5, 6), host(1, 2), 'asker'],
  ['one that was there before it was known, by a claim of its own that came later', host(1, 6), host(2, 3), 'neither'],
  ['the one known first, whatever another one says that came later', host(1, 2), host(5, 6), 'other'],
  ['the one known first, against one that was there before', host(4, 5), host(1, 6), 'neither'],
] as const)('two hosts that are one machine: %s', (_, asker, other, verdict) => {
  expect(whichHostStops(asker, other)).toBe(verdict);
});

const identity = (created: number, more: Partial<Contender> = {}): Contender => ({
  createdAt: at(created),
  moved: false,
  stopped: false,
  ...more,
});

test.each([
  ['the newer asks', identity(2), identity(1), true, 'asker'],
  ['the older asks, known later', identity(1), identity(2), true, 'other'],
  ['the older asks, that was pointed there later', identity(1, { moved: true }), identity(2), true, 'asker'],
  ['the newer asks, and the other was pointed there later', identity(2), identity(1, { moved: true }), false, 'other'],
  ['who stands still asks', identity(1, { stopped: true }), identity(2), false, 'asker'],
  ['the other stands still', identity(2), identity(1, { stopped: true }), true, 'other'],
] as const)('two identities of one account: %s', (_, asker, other, otherWasFirst, verdict) => {
  expect(whichIdentityStops(asker, other, otherWasFirst)).toBe(verdict);
});
