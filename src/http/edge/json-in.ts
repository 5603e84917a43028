import { isUtf8 } from 'node:buffer';
import { invalid } from '../platform/validation/invalid';
import { jsonExcess } from './json-bounds';
import { repeatedMember } from './repeated-member';

const BYTE_ORDER_MARK = /^\uFEFF/;

const parsed = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The parser's message quotes the body, which may be a secret.
    return undefined;
  }
};

/**
 * The value a body says; undefined when it is empty. RFC 8259 § 8.1: UTF-8, and nothing else; a byte order mark before it is
 * passed over. `__proto__` is a member like any other, and as such unknown. A member that comes twice is refused by name
 * (RFC 7493 § 2.3): who looks at the body on the way may see the one, and we the other. Errors: `Refused`.
 */
export const jsonIn = (bytes: Uint8Array, mostParts?: number): unknown => {
  if (bytes.length === 0) return undefined;
  const excess = jsonExcess(bytes, mostParts);
  if (excess !== undefined) throw invalid({ field: 'body', message: excess });
  if (isUtf8(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      .toString('utf8')
      .replace(BYTE_ORDER_MARK, '');
    const found = parsed(text);
    const twice = found && repeatedMember(text);
    if (twice !== undefined) throw invalid({ field: twice, message: 'is given more than once' });
    if (found !== undefined) return found.value;
  }
  throw invalid({ field: 'body', message: 'is not valid JSON in UTF-8' });
};
