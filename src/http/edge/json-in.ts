import { isUtf8 } from 'node:buffer';
import { invalid } from '../schema/validator';

/**
 * The value a body says; undefined when it is empty. RFC 8259 § 8.1: UTF-8, and nothing else. `__proto__` is a member
 * like any other, and as such unknown. Errors: `Refused`.
 */
export const jsonIn = (bytes: Uint8Array): unknown => {
  if (bytes.length === 0) return undefined;
  try {
    if (isUtf8(bytes)) return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch {
    // The parser's message quotes the body, which may be a secret.
  }
  throw invalid({ field: 'body', message: 'is not valid JSON in UTF-8' });
};
