import type { FastifyRequest } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import {
  AGENT_HEADER,
  SEQUENCE_HEADER,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
  type SignedRequest,
} from '../../../wire/request-signature';
import { entryOf } from '../../kernel/entry-of';

/** A request as it was signed, its body byte by byte, and the signature: nothing of it is believed yet. */
export interface Claimed extends SignedRequest {
  readonly signature: string;
  readonly body: Uint8Array;
}

const AGENT_ID = /^[0-9a-f]{32}\.[0-9a-f]{32}$/;
const WHOLE = /^(0|[1-9]\d{0,15})$/;
/** 64 bytes. */
const SIGNATURE = /^[\w-]{86}$/;

export const unsigned = (detail = 'Sign the request with the key of an agent enrolled here.'): RefusedError =>
  new RefusedError(refuse('UNAUTHENTICATED', detail));

const malformed = (name: string): RefusedError => unsigned(`The header ${name} is missing or malformed.`);

const header = ({ headers }: FastifyRequest, name: string, pattern: RegExp): string => {
  const value = entryOf(headers, name);
  if (typeof value !== 'string' || !pattern.test(value)) throw malformed(name);
  return value;
};

const whole = (request: FastifyRequest, name: string): number => {
  const value = Number(header(request, name, WHOLE));
  if (!Number.isSafeInteger(value)) throw malformed(name);
  return value;
};

/** Errors: {@link RefusedError}, when it is not signed as an agent signs. */
export const claimedBy = (request: FastifyRequest, as: 'enrolled' | 'enrolling'): Claimed => ({
  method: request.method,
  path: request.url,
  ...(as === 'enrolled' ? { agentId: header(request, AGENT_HEADER, AGENT_ID) } : {}),
  timestamp: whole(request, TIMESTAMP_HEADER),
  sequence: whole(request, SEQUENCE_HEADER),
  signature: header(request, SIGNATURE_HEADER, SIGNATURE),
  body: (request.body as Buffer | undefined) ?? new Uint8Array(),
});
