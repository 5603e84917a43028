import { invalid } from '../platform/validation/invalid';
import { MAX_CREDENTIAL_BYTES } from './credential.dtos';

/** A schema counts characters; the limit is in bytes. Throws Refused. */
export const checkedCredential = (credential: string): void => {
  if (Buffer.byteLength(credential, 'utf8') > MAX_CREDENTIAL_BYTES) {
    throw invalid({ field: 'credential', message: 'must have at most 65536 bytes in UTF-8' });
  }
};
