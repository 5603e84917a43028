import { der, derInteger, INTEGER, OCTET_STRING, SEQUENCE } from './der';

/** SHA-256 as an AlgorithmIdentifier. */
const SHA256_ALGORITHM = Buffer.from('300d06096086480165030402010500', 'hex');

const VERSION_1 = der(INTEGER, Buffer.from([1]));
const TRUE = Buffer.from([0x01, 0x01, 0xff]);

/** What a time-stamping authority is asked (RFC 3161): to stamp a SHA-256, with this nonce, and to put its certificates in. */
export const timestampRequest = (sha256: Buffer, nonce: Buffer): Buffer =>
  der(SEQUENCE, VERSION_1, der(SEQUENCE, SHA256_ALGORITHM, der(OCTET_STRING, sha256)), derInteger(nonce), TRUE);
