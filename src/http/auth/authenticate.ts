import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Ids } from '../../kernel/ids';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import type { SignIn } from '../../kernel/sign-in';
import { TokenRejected, type Principal, type TokenVerifier } from '../../kernel/token-verifier';
import { addressOf, userAgentOf } from '../edge/client';
import { edgeOf } from '../edge/edge';
import { bearerToken } from './bearer-token';

export interface Doormen {
  readonly tokens: TokenVerifier;
  readonly signIn: SignIn;
  readonly clock: Clock;
  readonly ids: Ids;
}

const unauthenticated = (detail: string): Refused => new Refused(refuse('UNAUTHENTICATED', detail));

const principalOf = async (tokens: TokenVerifier, token: string): Promise<Principal> => {
  try {
    return await tokens.verify(token);
  } catch (error) {
    throw error instanceof TokenRejected ? unauthenticated(error.message) : error;
  }
};

const once = <T>(value: T): (() => T | undefined) => {
  let left: T | undefined = value;
  return () => {
    const taken = left;
    left = undefined;
    return taken;
  };
};

/** Finds out who asks, and makes the request's {@link Context}. Errors: {@link Refused}, `IssuerUnavailable`, `StoreUnavailable`. */
export const authenticate = async (request: FastifyRequest, doormen: Doormen, patienceMs: number): Promise<Context> => {
  const edge = edgeOf(request);
  const { authorization } = request.headers;
  edge.bearer = authorization !== undefined && authorization !== '';
  const token = bearerToken(authorization);
  if (token === undefined) throw unauthenticated('Send a valid token: Authorization: Bearer …');
  const principal = await principalOf(doormen.tokens, token);
  const ip = addressOf(request);
  const userAgent = userAgentOf(request);
  const stranger: Context = {
    actor: {
      kind: principal.support ? 'support' : 'user',
      ...(principal.email === undefined ? {} : { email: principal.email }),
    },
    correlationId: edge.correlationId,
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
    deadline: doormen.clock.now() + patienceMs,
    ids: doormen.ids,
  };
  const { userId, email, support, view } = await doormen.signIn.signIn(principal, stranger);
  const actor = { kind: support ? 'support' : 'user', userId, email } as const;
  return { ...stranger, actor, ...(view === undefined ? {} : { proven: once(view) }) };
};
