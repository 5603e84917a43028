import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Part of something, both ends inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The `Range` of the request, as it came. */
export const RangeHeader = createParamDecorator(
  (_: unknown, host) => host.switchToHttp().getRequest<FastifyRequest>().headers.range,
);

/**
 * The one range that is asked for of so many bytes (RFC 9110 section 14); `undefined`: all of them are to be sent, for a header
 * that is absent, malformed or asks for several. `'none'`: what is asked for is not there.
 */
export const byteRange = (header: string | undefined, bytes: number): ByteRange | 'none' | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, bytes - Number(last)), end: bytes - 1 }
      : { start: Number(first), end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return range.start > range.end || range.start >= bytes ? 'none' : range;
};
