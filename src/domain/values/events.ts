import type { DomainEvent } from '../../kernel/event';
import type { ImportedScheme } from '../../kernel/value-schemes';
import type { IdentitySubject } from '../identity-subject';

type Fact<T extends string, D extends object> = DomainEvent<T, IdentitySubject & D>;

/** Of what was shown: the value, or one of the alternatives, is still as it was imported. */
export interface ShownAs {
  scheme?: ImportedScheme;
}
/** Of what was replaced: it is still as it was imported. */
export interface ReplacedAs {
  replacedScheme?: ImportedScheme;
}

/** A value that was imported as `v1` is sealed as `v2`, under its own version number: it is the same value. */
export type MaterialUpgraded = Fact<'keyledger.material-upgraded.v1', { version: number; from: 'v1'; to: 'v2' }>;

/**
 * Somebody typed the value in force once more, which had been stored in plain text before it was imported: the mark is gone.
 * Nothing else changed, and nothing is confirmed by it.
 */
export type CredentialSavedAnew = Fact<
  'keyledger.credential-saved-anew.v1',
  { version: number; savedBy: string; savedAt: string; typedBy?: string }
>;

/** No host can hold this version any more and nobody can ask for it: its value is destroyed. */
export type VersionRetired = Fact<'keyledger.credential-version-retired.v1', { version: number }>;
/** The store that held the sealed values was lost, with every value that the identity had until then. Versions made afterwards are there. */
export type IdentityValueLost = Fact<'keyledger.identity-value-lost.v1', { materialStoreId: string; lostAt: string }>;
/** The log was put back and lost the facts of a version that the material store holds: its hosts may have been set to it. */
export type IdentityValueOrphaned = Fact<'keyledger.identity-value-orphaned.v1', { version: number; foundAt: string }>;
/** A replaced value is dead: it can't be brought back. */
export type VersionDiscarded = Fact<'keyledger.credential-version-discarded.v1', { version: number }>;

export type ValueEvent =
  | MaterialUpgraded
  | CredentialSavedAnew
  | VersionRetired
  | VersionDiscarded
  | IdentityValueLost
  | IdentityValueOrphaned;
