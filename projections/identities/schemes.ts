import type { RotationFact } from './rotation';
import {
  schemeOf,
  withoutScheme,
  withRestored,
  type ImportedScheme,
  type Schemes,
} from '../../src/kernel/value-schemes';
import type { IdentityDocument } from './document';

type StoredAs = Pick<IdentityDocument, 'scheme' | 'schemes'>;

const storedAs = (schemes: Schemes, version: number): StoredAs => ({
  ...(Object.keys(schemes).length === 0 ? {} : { schemes }),
  scheme: schemeOf(schemes, version),
});

/** Of a new identity: how its first value was stored where it comes from, if it comes from somewhere. */
export const firstStored = (version: number, scheme?: ImportedScheme): StoredAs =>
  storedAs(scheme === undefined ? {} : { [version]: scheme }, version);

/** How the values are stored now: the same as the deciders hold it. */
export const withSchemes = (identity: IdentityDocument, change: (schemes: Schemes) => Schemes): IdentityDocument => {
  const { schemes = {}, scheme: _, ...rest } = identity;
  return { ...rest, ...storedAs(change(schemes), rest.credentialVersion) };
};

export const withoutSchemeOf = (identity: IdentityDocument, version: number): IdentityDocument =>
  withSchemes(identity, (schemes) => withoutScheme(schemes, version));

/** Another version may be served now; a restored one was stored as it was before. */
export const servedAs = (identity: IdentityDocument, fact: Pick<RotationFact, 'type' | 'data'>): IdentityDocument =>
  withSchemes(identity, (schemes) =>
    fact.type === 'keyledger.credential-version-restored.v1' && 'restoredVersion' in fact.data
      ? withRestored(schemes, fact.data.restoredVersion, fact.data.version)
      : schemes,
  );
