import type { FastifyRequest } from 'fastify';
import { addressAt, type ClientAddress } from './forwarded-for';

declare module 'fastify' {
  interface FastifyInstance {
    clientAddress: ClientAddress;
  }
}

/** Where a request comes from; what a proxy reports is believed as far as it is trusted. */
export const addressOf = ({ server, socket, headers }: FastifyRequest): string | undefined =>
  addressAt(server.clientAddress, socket, headers);

/** What the caller calls itself: 256 characters of it, fit for a log. */
export const userAgentOf = (request: FastifyRequest): string | undefined =>
  request.headers['user-agent']?.replace(/\p{Cc}/gu, '').slice(0, 256);
