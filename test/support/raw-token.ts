import { sign, type KeyObject } from 'node:crypto';

const base64 = (part: object | string): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** A token put together by hand: header and claims as they are given (text: to the letter), signed as ES256 is. */
export const rawToken = (privateKey: KeyObject, header: object | string, claims: object | string): string => {
  const input = `${base64(header)}.${base64(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
};
