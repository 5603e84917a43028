import { Binary } from 'mongodb';

/** Plain bytes, in whatever form the driver hands them out. */
export const bytesOf = (bytes: Uint8Array | Binary): Uint8Array => (bytes instanceof Binary ? bytes.value() : bytes);
