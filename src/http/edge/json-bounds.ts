/** Deeper than any body that an operation states. */
const MOST_DEPTH = 32;
/** Members and items of a body, all levels together. */
const MOST_PARTS = 10_000;

/** Of a body of SCIM, where a group comes with everybody who is in it: a list that fills half a megabyte. */
export const MOST_PARTS_OF_SCIM = 60_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING: readonly number[] = [0x5b, 0x7b];
const CLOSING: readonly number[] = [0x5d, 0x7d];

/**
 * Why a JSON text would cost more than any request needs; undefined: it would not. Looks at each byte once and makes nothing,
 * so that what is refused costs a millisecond; in half a megabyte there is room for a quarter of a million values, each
 * of which costs those who parse, compare and judge them. What is no JSON is told by who parses it.
 */
export const jsonExcess = (bytes: Uint8Array, mostParts = MOST_PARTS): string | undefined => {
  let [depth, parts, inString] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (OPENING.includes(byte)) {
      depth += 1;
      parts += 1;
      if (depth > MOST_DEPTH) return `nests deeper than ${MOST_DEPTH} levels`;
    } else if (CLOSING.includes(byte)) {
      depth -= 1;
    } else if (byte === COMMA) {
      parts += 1;
    }
    if (parts > mostParts) return `has more than ${mostParts} members and items`;
  }
  return undefined;
};
