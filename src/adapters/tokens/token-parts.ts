import { TOKEN_ALGORITHMS, type TokenClaims } from '../../kernel/token-issuers';
import { TokenRejected } from '../../kernel/token-rejected';

/** What a token says of its signature. Whatever else it says of keys (`jku`, `jwk`, `x5c`) is not looked at. */
export interface TokenHeader {
  readonly alg: string;
  readonly kid?: string;
}

const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;

const objectIn = (part: string): TokenClaims => {
  try {
    const found = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as TokenClaims;
  } catch {
    // Said below: there is one sentence for all that is no token.
  }
  throw new TokenRejected('no-jwt');
};

const headerOf = (part: string): TokenHeader => {
  const { alg, kid, crit } = objectIn(part);
  if (!TOKEN_ALGORITHMS.includes(alg as never)) throw new TokenRejected('algorithm', alg);
  // RFC 7515 § 4.1.11: who does not know what is critical refuses; nothing is known here.
  if (crit !== undefined) throw new TokenRejected('critical');
  return { alg: alg as string, ...(typeof kid === 'string' ? { kid } : {}) };
};

/** The parts of a token, read and not proven. Errors: `TokenRejected`. */
export const partsOf = (token: string): { readonly claims: TokenClaims; readonly header: () => TokenHeader } => {
  const [, header, claims] = COMPACT.exec(token) ?? [];
  if (header === undefined || claims === undefined) throw new TokenRejected('no-jwt');
  objectIn(header);
  return { claims: objectIn(claims), header: () => headerOf(header) };
};
