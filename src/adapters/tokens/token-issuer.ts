import type { KeyObject } from 'node:crypto';
import type { Principal, TokenClaims } from '../../kernel/token-issuers';
import type { TokenHeader } from './token-parts';

/** One issuer whose tokens are believed. */
export interface TokenIssuer {
  /** As its tokens name it, to the letter. */
  readonly issuer: string;
  /** Errors: `TokenRejected`, `IssuerUnavailable`. */
  keyOf(header: TokenHeader): Promise<KeyObject>;
  /** Of claims whose signature verified. Errors: `TokenRejected`. */
  principalOf(claims: TokenClaims): Principal;
}
