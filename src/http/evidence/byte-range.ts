import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Part of something, both ends inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a request says of the part that it wants, as it came. */
export interface AskedRange {
  readonly range?: string | undefined;
  /** `If-Range`: the tag of what a part is there of already. */
  readonly ifRange?: string | string[] | undefined;
}

export const RangeHeaders = createParamDecorator((_: unknown, host): AskedRange => {
  const { range, 'if-range': ifRange } = host.switchToHttp().getRequest<FastifyRequest>().headers;
  return { range, ifRange };
});

/**
 * The one range that is asked for of so many bytes (RFC 9110 section 14); `undefined`: all of them are to be sent, for a header
 * that is absent, malformed or asks for several, or where the part that is there already is of something else than `tag`. `'none'`:
 * what is asked for is not there.
 */
export const byteRange = (
  { range: header, ifRange }: AskedRange,
  bytes: number,
  tag: string,
): ByteRange | 'none' | undefined => {
  if (ifRange !== undefined && ifRange !== tag) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, bytes - Number(last)), end: bytes - 1 }
      : { start: Number(first), end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return range.start > range.end || range.start >= bytes ? 'none' : range;
};
