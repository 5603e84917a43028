import { createHash, sign, verify, type KeyObject } from 'node:crypto';

/** Names the agent. */
export const AGENT_HEADER = 'keyledger-agent';
/** When it was sent, ms since 1970. */
export const TIMESTAMP_HEADER = 'keyledger-timestamp';
/** Grows with every request of an agent, and is made durable before it is sent: one not above the last is a replay, or a clone. */
export const SEQUENCE_HEADER = 'keyledger-sequence';
/** Ed25519 over the lines of `signedText`, base64url. */
export const SIGNATURE_HEADER = 'keyledger-signature';

/** How far the clocks of agent and server may be apart, ms. */
export const MAX_SKEW_MS = 60_000;

export interface SignedRequest {
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  /** Absent: of an enrolment, which has no id yet. */
  readonly agentId?: string;
  readonly timestamp: number;
  readonly sequence: number;
  /** As sent: text, or its UTF-8. */
  readonly body: string | Uint8Array;
}

/** The idea of RFC 9421, cut to one fixed set of components. */
const signedText = ({ method, path, agentId = '', timestamp, sequence, body }: SignedRequest): Buffer =>
  Buffer.from(
    [
      'keyledger/agent-request/v1',
      method,
      path,
      agentId,
      timestamp,
      sequence,
      createHash('sha256').update(body).digest('hex'),
    ].join('\n'),
  );

/** Base64url. */
export const signRequest = (request: SignedRequest, privateKey: KeyObject): string =>
  sign(null, signedText(request), privateKey).toString('base64url');

export const requestIsSigned = (request: SignedRequest, signature: string, publicKey: KeyObject): boolean =>
  verify(null, signedText(request), publicKey, Buffer.from(signature, 'base64url'));
