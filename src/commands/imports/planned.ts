import type { PrincipalType } from '../../domain/access-grants/events';
import type { ImportedScheme } from '../../kernel/value-schemes';
import type { NewIdentity } from '../identities/with-defaults';
import type { GrantTerms } from '../access-grants/grant-terms';

/** What a line of an import stands for. A vault without an id is one that an earlier line would make. */
export type Planned =
  | { readonly kind: 'vault' }
  | { readonly kind: 'host' }
  /** A grant of whatever to whomever: nobody is looked up for a caller who gives none. */
  | { readonly kind: 'giving' }
  | {
      readonly kind: 'identity';
      readonly vaultId?: string;
      /** With the hosts there are. */
      readonly given: NewIdentity;
      /** Names of hosts that an earlier line would make. */
      readonly newHosts: readonly string[];
      readonly credential: string;
      readonly scheme?: ImportedScheme;
    }
  | {
      readonly kind: 'grant';
      readonly vaultId?: string;
      readonly grant: GrantTerms & { readonly principalType: PrincipalType; readonly principalId: string };
    };
