import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Where a request comes from; what a trusted proxy reports is believed only when it is an address. */
export const addressOf = (request: FastifyRequest): string | undefined => {
  const address = isIP(request.ip) === 0 ? request.socket.remoteAddress : request.ip;
  return MAPPED.exec(address ?? '')?.[1] ?? address;
};

/** What the caller calls itself: 256 characters of it, fit for a log. */
export const userAgentOf = (request: FastifyRequest): string | undefined =>
  request.headers['user-agent']?.replace(/\p{Cc}/gu, '').slice(0, 256);
