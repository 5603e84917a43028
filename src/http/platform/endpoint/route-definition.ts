import type { Input } from './input-of';
import type { Recipe } from '../repetition/recipe';
import type { ProblemCode } from '../../problem/codes';
import type { Dto } from '../validation/kind';

export const JSON_TYPE = 'application/json';

/** What a route says of itself, for hooks, guards, interceptors and the document; `@Endpoint` states it. */
export interface RouteDefinition {
  /** What a client calls it: `checkOutIdentity`. */
  readonly id: string;
  /** By status: what it answers; null: no body. */
  readonly answers: Readonly<Record<number, Dto | null>>;
  /** Problems beside those every operation of its kind may answer. */
  readonly codes?: readonly ProblemCode[];
  /** Honours `If-Match`. */
  readonly ifMatch: boolean;
  /** Models the answer is read from: the read waits for them. */
  readonly reads?: readonly string[];
  /** Needs no token. */
  readonly public?: boolean;
  /** The vendor's support is answered even where it is not let in. */
  readonly always?: true;
  /** Of the agent edge: signed by an agent, or by whoever enrols as one. See `http/agent`. */
  readonly agent?: 'enrolled' | 'enrolling';
  /** Carries a secret. */
  readonly secret?: boolean;
  /** The body is a stream of bytes, `application/octet-stream`, that the handler reads itself; it is not remembered. */
  readonly raw?: true;
  /** May take as long as it takes: a stream. */
  readonly unhurried?: boolean;
  /** Tells how far long work is, to whoever asks again and again: that work does not give way to the asking. */
  readonly watching?: boolean;
  /** Media types of a success that is not JSON alone. */
  readonly produces?: readonly string[];
  /** The DTOs of what it takes. */
  readonly input: Input;
  /** An empty body lacks something. */
  readonly needsFields: boolean;
  /** What a repetition is answered from. */
  readonly recipe?: Recipe;
  /** Answers with an `ETag`. */
  readonly etag?: boolean;
  /** Made without a path of its own. */
  readonly unplaced?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: RouteDefinition;
  }
}

/** The status that an answer has where nothing else is said: the first that the route states. */
export const usualStatus = ({ answers }: Pick<RouteDefinition, 'answers'>): number | undefined => {
  const [first] = Object.keys(answers);
  return first === undefined ? undefined : Number(first);
};

/** Whether a request only asks: HEAD is GET without its body (RFC 9110 § 9.3.2). */
export const isQuestion = ({ method }: { readonly method: string }): boolean => method === 'GET' || method === 'HEAD';
