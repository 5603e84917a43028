import { createHash, randomBytes } from 'node:crypto';
import { certificatesIn } from '../../../wire/timestamp/certificate-chain';
import { timestampRequest } from '../../../wire/timestamp/request';
import { parseTimestampResponse } from '../../../wire/timestamp/response';
import { verifyTimestampToken } from '../../../wire/timestamp/verify-token';
import type { EvidenceTimestampsConfig } from '../../config/config';
import type { Stamped, TimestampAuthority } from '../../kernel/evidence-outsiders';
import { boundedBody } from './bounded-body';

const WITHIN_MS = 10_000;
/** A token with its certificates has some 6 KiB. */
const MOST_BYTES = 64 * 1024;
const NONCE_BYTES = 16;
/** Another clock than ours by more than this: one of the two says nothing of when something was there. */
const MOST_OFF_MS = 60 * 60 * 1000;

type Reply = { readonly body: Buffer } | { readonly outcome: 'refused' | 'failed'; readonly detail: string };

const ask = async (url: string, request: Buffer, withinMs: number): Promise<Reply> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(request),
      headers: { 'content-type': 'application/timestamp-query', 'user-agent': 'Keyledger' },
      // Where it is asked is the operator's word; nobody else's leads elsewhere.
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    const body = await boundedBody(answer, MOST_BYTES);
    if (answer.status !== 200) return { outcome: 'refused', detail: `it answered ${answer.status}` };
    return body === undefined ? { outcome: 'failed', detail: 'its answer is too long' } : { body };
  } catch (error) {
    const { cause, message } = error as Error;
    return { outcome: 'failed', detail: (cause as NodeJS.ErrnoException | undefined)?.code ?? message };
  }
};

const tokenIn = (body: Buffer): Buffer | Stamped => {
  try {
    const response = parseTimestampResponse(body);
    return 'token' in response ? response.token : { outcome: 'refused', detail: response.refused };
  } catch (error) {
    return { outcome: 'lied', detail: `its answer is no time-stamp (${(error as Error).message})` };
  }
};

/** A time-stamping authority over HTTP. It is the operator's own configuration: private addresses may be reached. */
export const httpTimestamps = (
  { url, authorities, intervalMs }: EvidenceTimestampsConfig,
  { now = Date.now, withinMs = WITHIN_MS }: { readonly now?: () => number; readonly withinMs?: number } = {},
): TimestampAuthority => {
  const believed = certificatesIn(authorities);
  return {
    address: url,
    intervalMs,
    stamp: async (bytes) => {
      const stamped = Buffer.from(bytes);
      // The first byte is not zero, so that the number has one length.
      const nonce = Buffer.concat([Buffer.from([1]), randomBytes(NONCE_BYTES)]);
      const request = timestampRequest(createHash('sha256').update(stamped).digest(), nonce);
      const reply = await ask(url, request, withinMs);
      if ('outcome' in reply) return reply;
      const token = tokenIn(reply.body);
      if (!Buffer.isBuffer(token)) return token;
      const verified = verifyTimestampToken(token, stamped, believed);
      if ('why' in verified) return { outcome: 'lied', detail: verified.why };
      if (verified.nonce?.equals(nonce) !== true) return { outcome: 'lied', detail: 'it has another nonce' };
      if (Math.abs(verified.time - now()) > MOST_OFF_MS) {
        return { outcome: 'lied', detail: 'its clock, or the one here, is off by more than an hour' };
      }
      return { outcome: 'stamped', token, time: verified.time };
    },
  };
};
