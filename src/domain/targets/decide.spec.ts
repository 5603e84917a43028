import { grow } from '../../kernel/fold';
import { claimAccount, claimMachine, whichHostStops, whichIdentityStops, type IdentityAge } from './decide';
import { targetAccount, targetMachine } from './state';

/** Who stops where two mean one thing: nobody who was there first, whatever an agent says. */
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const host = (enrolled: number, claimed: number) => ({ enrolledAt: at(enrolled), claimedAt: at(claimed) });

test.each([
  ['an agent that came after the machine was known', host(5, 6), host(1, 2), 'asker'],
  ['one that was there before it was known, by a claim of its own that came later', host(1, 6), host(2, 3), 'neither'],
  ['the one known first, whatever another one says that came later', host(1, 2), host(5, 6), 'other'],
  ['the one known first, against one that was there before', host(4, 5), host(1, 6), 'neither'],
  ['both known at one moment, who asks came then', host(2, 2), host(1, 2), 'neither'],
  ['both known at one moment, who asks came later', host(3, 2), host(1, 2), 'asker'],
  ['the other came the moment the machine was known', host(1, 2), host(2, 6), 'neither'],
] as const)('two hosts that are one machine: %s', (_, caller, other, verdict) => {
  expect(whichHostStops(caller, other)).toBe(verdict);
});

const identity = (created: number, more: Partial<IdentityAge> = {}): IdentityAge => ({
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
  ['both were made at one moment', identity(1), identity(1), false, 'asker'],
  ['the older asks, not known later', identity(1), identity(2), false, 'other'],
  ['who stands still asks', identity(1, { stopped: true }), identity(2), false, 'asker'],
  ['the other stands still', identity(2), identity(1, { stopped: true }), true, 'other'],
] as const)('two identities of one account: %s', (_, caller, other, otherWasFirst, verdict) => {
  expect(whichIdentityStops(caller, other, otherWasFirst)).toBe(verdict);
});

const said = {
  organizationId: 'o',
  identityGroupId: 'v',
  identityId: 'i',
  hostId: 'h',
  agentId: 'h.a',
  claimedAt: at(1),
};

test.each<[string, Partial<typeof said>, boolean]>([
  ['said before, later', { claimedAt: at(2) }, false],
  ['by another agent of the host', { agentId: 'h.b' }, true],
  ['of another host', { hostId: 'g' }, true],
  ['of another identity', { identityId: 'j' }, true],
])('an agent claims an account and its machine once: %s', (_, more, isNew) => {
  const claim = { ...said, ...more };
  const accounts = grow(targetAccount, targetAccount.initial, claimAccount(targetAccount.initial, said));
  expect(claimAccount(accounts, claim)).toEqual(
    isNew ? [{ type: 'keyledger.target-account-claimed.v1', data: claim }] : [],
  );
  const { identityGroupId: _v, identityId, ...machine } = said;
  expect(accounts.claims).toEqual([{ identityId, ...machine }]);
  const machines = grow(targetMachine, targetMachine.initial, claimMachine(targetMachine.initial, machine));
  expect(machines.claims).toEqual([machine]);
  const { identityGroupId: _w, identityId: claimed, ...other } = claim;
  const isNewMachine = isNew && claimed === identityId;
  expect(claimMachine(machines, other)).toEqual(
    isNewMachine ? [{ type: 'keyledger.target-machine-claimed.v1', data: other }] : [],
  );
});

test('a claim made anew by the next agent of a host keeps its place and its time', () => {
  const { identityGroupId: _, identityId: _i, ...machine } = said;
  const facts = [machine, { ...machine, hostId: 'g' }, { ...machine, agentId: 'h.b', claimedAt: at(9) }];
  const { claims } = grow(
    targetMachine,
    targetMachine.initial,
    facts.map((data) => ({ type: 'keyledger.target-machine-claimed.v1', data }) as const),
  );
  expect(claims).toEqual([
    { ...machine, agentId: 'h.b' },
    { ...machine, hostId: 'g' },
  ]);
});
