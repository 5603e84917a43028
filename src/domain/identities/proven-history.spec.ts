import {
  BY_HAND,
  confirmed,
  ID,
  moment,
  ON_HOSTS,
  out,
  replaced,
  requested,
  history,
  at,
} from '../../../test/support/an-identity';
import { grow } from '../../kernel/fold';
import { checkIn } from './decide/session';
import { restoreVersion } from './decide/versions';
import type { EndedBy, IdentityEvent, RotationTrigger } from './events';
import { identity } from './evolve';
import { provenOf } from './proven';
import type { IdentityState } from './state';

const after = (facts: readonly IdentityEvent[]): IdentityState => grow(identity, identity.initial, facts);
const ended = (endedBy: EndedBy) => (state: IdentityState) => checkIn(state, ID, 's1', { endedBy }, moment(2, 'r1'));
const restored = (from: number, version: number) => (state: IdentityState) => {
  const made = restoreVersion(state, ID, from, { version, by: 'boss@example.com', now: at(9) });
  return made;
};
const inVault = (trigger: RotationTrigger) => [requested('r0', 1, trigger), confirmed('r0', 2, 1)] as const;

test.each<[string, readonly IdentityEvent[], string]>([
  ['typed', history({}), 'by-hand'],
  ['typed, on hosts that have not proved it', history(ON_HOSTS), 'by-hand'],
  ['replaced by a scheduled rotation', history({}, ...inVault('schedule')), 'vault-only'],
  ['replaced as a person asked', history({}, ...inVault('manual')), 'vault-only'],
  [
    'replaced after a use',
    history({ rotateAfterUse: true }, out('s1', 1), ended('checkin'), confirmed('r1', 2, 3)),
    'vault-only',
  ],
  ['replaced after a forced checkin', history({}, out('s1', 1), ended('force'), confirmed('r1', 2, 3)), 'nowhere'],
  [
    'replaced after access was taken away',
    history({}, out('s1', 1), ended('grant_revoked'), confirmed('r1', 2, 3)),
    'nowhere',
  ],
  [
    'typed after it was forced away',
    history({}, out('s1', 1), ended('force'), confirmed('r1', 2, 3), replaced(3, 4)),
    'by-hand',
  ],
  ['a typed one brought back', history({}, ...inVault('schedule'), restored(1, 3)), 'by-hand'],
  ['a made one brought back', history({}, ...inVault('schedule'), replaced(3, 4), restored(2, 4)), 'vault-only'],
  ['of a kind that only people set', history(BY_HAND, requested('r1', 1)), 'by-hand'],
])('a value %s is proven %s', (_, facts, expected) => {
  expect(provenOf(after(facts))).toBe(expected);
});

test('the version of a session is nowhere once the vault replaced it', () => {
  const state = after(history({}, ...inVault('schedule'), replaced(3, 4)));
  expect([provenOf(state, 1), provenOf(state, 2), provenOf(state, 3)]).toEqual(['nowhere', 'nowhere', 'by-hand']);
});
