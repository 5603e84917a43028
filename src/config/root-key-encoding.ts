import { BadConfiguration } from './bad-configuration';

export const ROOT_KEY_BYTES = 32;

/** Base64 (RFC 4648 § 4, padded) of exactly 32 bytes. `where` names the place in the message; the value is never shown. */
export const decodeRootKey = (where: string, encoded: string): Buffer => {
  const key = Buffer.from(encoded, 'base64');
  // Node skips what is not base64; encoding again shows whether anything was skipped.
  if (key.length === ROOT_KEY_BYTES && key.toString('base64') === encoded) return key;
  throw new BadConfiguration(`${where} is not the base64 of exactly 32 bytes; make one with: openssl rand -base64 32`);
};
