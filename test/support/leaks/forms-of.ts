import { createHash } from 'node:crypto';

/**
 * How a secret may lie in bytes: as it is, and in every writing that somebody could still read it from. A
 * plain hash counts, as whoever guesses can compare; not of what nobody can guess.
 */
export const formsOf = (secret: string, guessable = true): ReadonlyMap<string, Buffer> => {
  const utf8 = Buffer.from(secret, 'utf8');
  const utf16 = Buffer.from(secret, 'utf16le');
  return new Map([
    ['utf8', utf8],
    ['utf16le', utf16],
    ['utf16be', Buffer.from(utf16).swap16()],
    ['hex', ascii(utf8.toString('hex'))],
    ['HEX', ascii(utf8.toString('hex').toUpperCase())],
    ['JSON', Buffer.from(JSON.stringify(secret).slice(1, -1), 'utf8')],
    ['JSON twice', Buffer.from(JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1), 'utf8')],
    ['URL', ascii(encodeURIComponent(secret))],
    ['form', ascii(new URLSearchParams([['', secret]]).toString().slice(1))],
    ...base64Forms(utf8),
    ...(guessable ? hashForms(utf8) : []),
  ]);
};

const ascii = (text: string) => Buffer.from(text, 'latin1');

const hashForms = (bytes: Buffer): readonly (readonly [string, Buffer])[] => {
  const digest = createHash('sha256').update(bytes).digest();
  return [
    ['SHA-256', digest],
    ['SHA-256 in hex', ascii(digest.toString('hex'))],
    ['SHA-256 in base64', ascii(digest.toString('base64'))],
    ['SHA-256 in base64url', ascii(digest.toString('base64url'))],
  ];
};

/** Base64 of whatever surrounds it: three alignments, without the characters that neighbours share. */
const base64Forms = (bytes: Buffer): readonly (readonly [string, Buffer])[] =>
  [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
    const kept = whole.subarray(0, whole.length - (whole.length % 3));
    return (['base64', 'base64url'] as const).map((kind): readonly [string, Buffer] => [
      `${kind}+${shift}`,
      Buffer.from(kept.toString(kind).slice(shift === 0 ? 0 : 4), 'latin1'),
    ]);
  });
