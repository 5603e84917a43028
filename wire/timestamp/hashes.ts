/** Hash functions that are believed, by their object identifiers; SHA-1 is not. */
export const HASHES: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** SHA-256 as an AlgorithmIdentifier. */
export const SHA256_ALGORITHM = Buffer.from('300d06096086480165030402010500', 'hex');
