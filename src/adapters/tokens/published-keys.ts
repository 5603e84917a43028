import { createPublicKey, type KeyObject } from 'node:crypto';
import type { SigningKey } from 'jwks-rsa';
import { TokenRejected } from '../../kernel/token-rejected';
import type { PublishedKey } from './fetch-key-set';
import type { TokenHeader } from './token-parts';

const CURVES: ReadonlyMap<string, string> = new Map([
  ['ES256', 'prime256v1'],
  ['ES384', 'secp384r1'],
  ['ES512', 'secp521r1'],
]);
/** NIST SP 800-131A: shorter ones are broken. */
const LEAST_RSA_BITS = 2048;

const fits = ({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject, alg: string): boolean => {
  const { namedCurve, modulusLength = 0 } = details ?? {};
  if (alg.startsWith('ES')) return type === 'ec' && namedCurve === CURVES.get(alg);
  return (type === 'rsa' || (type === 'rsa-pss' && alg.startsWith('PS'))) && modulusLength >= LEAST_RSA_BITS;
};

interface Known {
  readonly kid: string | undefined;
  readonly alg: string | undefined;
  /** Made once: from text it would cost six times what verifying does. */
  readonly key: () => KeyObject;
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** One key set of an issuer, as it was fetched: what it published, and what of it can verify. */
export class PublishedKeys {
  private readonly known: readonly Known[];
  private readonly names: ReadonlySet<unknown>;

  constructor(published: readonly PublishedKey[], usable: readonly SigningKey[]) {
    this.names = new Set(published.map(({ kid }) => kid));
    this.known = usable.map((each) => {
      const { kid, alg }: Partial<SigningKey> = each;
      return { kid, alg, key: once(() => createPublicKey(each.getPublicKey())) };
    });
  }

  /**
   * The key of that header; undefined when none here is. Errors: `TokenRejected` when it could be several, or the one that is
   * named is not for this.
   */
  find({ kid, alg }: TokenHeader): KeyObject | undefined {
    const named = this.known.filter((each) => kid === undefined || each.kid === kid);
    const fitting = named.filter((each) => (each.alg ?? alg) === alg && fits(each.key(), alg));
    const [first, second] = fitting;
    if (second !== undefined) throw new TokenRejected('no-kid');
    if (first === undefined && kid !== undefined && this.names.has(kid)) throw new TokenRejected('unfit-key', kid);
    return first?.key();
  }
}
