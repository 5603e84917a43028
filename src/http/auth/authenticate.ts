import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/actor';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Ids } from '../../kernel/ids';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { MACHINE_TOKEN_PREFIX } from '../../kernel/machine-tokens';
import type { MachineSignIn, SignedIn, SignIn } from '../../kernel/sign-in';
import { TokenRejected, type Principal, type TokenVerifier } from '../../kernel/token-verifier';
import { isAmong } from '../edge/address-list';
import { addressOf, userAgentOf } from '../edge/client';
import { edgeOf } from '../edge/edge';
import { bearerToken } from './bearer-token';

export interface Doormen {
  readonly tokens: TokenVerifier;
  readonly signIn: SignIn;
  readonly machines: MachineSignIn;
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

const actorOf = ({ support, userId, email }: Partial<SignedIn> & Pick<SignedIn, 'support'>): Actor => ({
  kind: support ? 'support' : 'user',
  ...(userId === undefined ? {} : { userId }),
  ...(email === undefined ? {} : { email }),
});

/** Support must still be let in when it is answered: what its request rests on is noted. */
const notes = ({ support }: SignedIn): Pick<Context, 'reliedOn'> => (support ? { reliedOn: new Map() } : {});

const provenBy = ({ view }: SignedIn): Pick<Context, 'proven'> => (view === undefined ? {} : { proven: once(view) });

/** Finds out who asks, and makes the request's {@link Context}. Errors: {@link Refused}, `IssuerUnavailable`, `StoreUnavailable`. */
export const authenticate = async (request: FastifyRequest, doormen: Doormen, patienceMs: number): Promise<Context> => {
  const edge = edgeOf(request);
  const { authorization } = request.headers;
  edge.bearer = authorization !== undefined && authorization !== '';
  const token = bearerToken(authorization);
  if (token === undefined) throw unauthenticated('Send a valid token: Authorization: Bearer …');
  const ip = addressOf(request);
  const userAgent = userAgentOf(request);
  const asked: Omit<Context, 'actor'> = {
    correlationId: edge.correlationId,
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
    deadline: doormen.clock.now() + patienceMs,
    ids: doormen.ids,
  };
  if (token.startsWith(MACHINE_TOKEN_PREFIX)) {
    const machine = await doormen.machines.signIn(token, (addresses) => isAmong(ip, addresses));
    const { id: tokenId } = machine.token;
    return {
      ...asked,
      actor: { ...actorOf(machine), tokenId },
      token: machine.token,
      ...notes(machine),
      ...provenBy(machine),
    };
  }
  const principal = await principalOf(doormen.tokens, token);
  const signedIn = await doormen.signIn.signIn(principal, { ...asked, actor: actorOf(principal) });
  return { ...asked, actor: actorOf(signedIn), ...notes(signedIn), ...provenBy(signedIn) };
};
