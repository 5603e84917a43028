import type { FastifyRequest } from 'fastify';
import type { Context } from '../../kernel/context';
import type { AgentCaller } from '../agent/agent-caller';

/** W3C Trace Context § 3.2: version, trace id, parent id, flags; later versions may add to it. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/** The trace a request belongs to; undefined when it says none, or not rightly. */
const traceIdOf = (traceparent: string | readonly string[] | undefined): string | undefined => {
  const [, version, traceId, more] = typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent) ?? []) : [];
  return version === '00' && more !== undefined ? undefined : traceId;
};

/** What the edge knows of a request under way. */
export interface RequestState {
  readonly correlationId: string;
  /** Monotonic, ms. */
  readonly startedAt: number;
  /** A token was brought along. */
  bearer: boolean;
  /** For how long the answer is waited for. */
  timeLimitMs: number;
  /** Who asks; absent on routes that need no token. */
  context?: Context;
  /** The agent that asks; absent when it is none. */
  agent?: AgentCaller;
  /** Under which key the run is remembered until it is finished or forgotten. */
  remembered?: string;
  /** Code of the problem answered. */
  refusedWith?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    edge: RequestState | null;
  }
}

/** A request that failed before its first hook has none yet. */
export const requestStateOf = (request: FastifyRequest): RequestState => {
  request.edge ??= {
    correlationId: traceIdOf(request.headers['traceparent']) ?? request.id,
    startedAt: performance.now(),
    bearer: false,
    timeLimitMs: 0,
  };
  return request.edge;
};
