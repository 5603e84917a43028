import { withEntry, withoutEntry } from './draft';

/** How a system that was there before had stored a value: encrypted by its own scheme `v1`, or not at all. */
export type ImportedScheme = 'v1' | 'plaintext';

/**
 * How the values of an identity are stored, by version: those that were imported with a scheme. `v2` of such a one: it was
 * `v1`, and was sealed anew. A version that is not in it was sealed as `v2` from the first.
 */
export type Schemes = Readonly<Record<number, ImportedScheme | 'v2'>>;

/** Versions that are `v1` still. */
export const legacyVersions = (schemes: Schemes): readonly number[] =>
  Object.keys(schemes)
    .map(Number)
    .filter((version) => schemes[version] === 'v1');

/** Versions that were imported as `v1`: no other is ever opened as such. */
export const importedAsV1 = (schemes: Schemes): readonly number[] =>
  Object.keys(schemes)
    .map(Number)
    .filter((version) => schemes[version] !== 'plaintext');

/** As it stands of an identity: `v1` as long as one of its values is. */
export const schemeOf = (schemes: Schemes, version: number): ImportedScheme | 'v2' =>
  legacyVersions(schemes).length > 0 ? 'v1' : (schemes[version] ?? 'v2');

/** What is to be said of these versions when they are shown. */
export const shownAs = (schemes: Schemes, versions: readonly number[]): { readonly scheme?: ImportedScheme } => {
  const found = versions.map((version) => schemes[version]);
  if (found.includes('v1')) return { scheme: 'v1' };
  return found.includes('plaintext') ? { scheme: 'plaintext' } : {};
};

/** What is to be said of a version that is replaced. */
export const replacedAs = (schemes: Schemes, version: number): { readonly replacedScheme?: ImportedScheme } => {
  const { scheme } = shownAs(schemes, [version]);
  return scheme === undefined ? {} : { replacedScheme: scheme };
};

export const withoutScheme = (schemes: Schemes, version: number): Schemes => withoutEntry(schemes, version);

/** What was lost with the store has no scheme any more. */
export const withoutUpTo = (schemes: Schemes, lostUpTo: number): Schemes =>
  Object.fromEntries(Object.entries(schemes).filter(([version]) => Number(version) > lostUpTo));

/** A restored value was stored in plain text before, whatever number it has now; it is sealed as `v2` when it is copied. */
export const withRestored = (schemes: Schemes, restored: number, version: number): Schemes =>
  schemes[restored] === 'plaintext' ? withEntry(schemes, version, 'plaintext') : schemes;

export const withUpgraded = (schemes: Schemes, version: number): Schemes =>
  schemes[version] === 'v1' ? withEntry(schemes, version, 'v2') : schemes;
