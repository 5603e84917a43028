import type { IdentityEvent } from '../../src/domain/identities/events';
import { ID } from './an-identity';

/** Whose facts stories of an identity tell. */
export const SUBJECT = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' } as const;

/** A step of a story that is just so, however it came about: `fact('identity-value-lost', { … })`. */
export const fact = (name: string, data: object) => (): readonly IdentityEvent[] => [
  { type: `keyledger.${name}.v1`, data: { ...SUBJECT, ...data } } as unknown as IdentityEvent,
];
