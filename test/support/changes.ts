import { isDeepStrictEqual } from 'node:util';
import type { IdentityEvent } from '../../src/domain/identities/events';
import { identity } from '../../src/domain/identities/evolve';
import type { IdentityState } from '../../src/domain/identities/state';
import { grow } from '../../src/kernel/fold';
import { fact } from './a-fact';
import { at, SETTINGS } from './an-identity';

export const ON_TWO = { ...SETTINGS, hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;

/** An identity on two hosts at version 1, and whatever else is said. */
export const stateOf = (more: Partial<IdentityState> = {}): IdentityState => ({
  ...identity.initial,
  status: 'active',
  settings: ON_TWO,
  createdAt: at(0),
  credentialVersion: 1,
  highestVersion: 2,
  ...more,
});

/** What of a state is another thing afterwards. */
const differences = (before: object, after: object): object => {
  const was: Readonly<Record<string, unknown>> = { ...before };
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, was[name])));
};

/** What a fact changes of an identity; what is not in it stays as it was. */
export const changes = (before: IdentityState, name: string, data: object): object => {
  const events: readonly IdentityEvent[] = fact(name, data)();
  return differences(before, grow(identity, before, events));
};
