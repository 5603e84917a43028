import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Ids } from '../../kernel/ids';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { ScimSignIn } from '../../kernel/scim-sign-in';
import { hasSeveralAuthorizations, scimTokenOf } from '../auth/bearer-token';
import { addressOf, userAgentOf } from '../edge/client';
import { requestStateOf } from '../edge/request-state';

interface CallerPorts {
  readonly signIn: ScimSignIn;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timeoutMs: number;
}

const unauthenticated = (detail: string): RefusedError => new RefusedError(refuse('UNAUTHENTICATED', detail));

/** Finds out which connection asks, and makes the request's {@link Context}. Errors: {@link RefusedError} with 401. */
export const admitConnection = async (request: FastifyRequest, ports: CallerPorts): Promise<void> => {
  const edge = requestStateOf(request);
  edge.bearer = (request.headers.authorization ?? '') !== '';
  if (hasSeveralAuthorizations(request)) throw unauthenticated('Send one Authorization header, not several.');
  const token = scimTokenOf(request);
  if (token === undefined) throw unauthenticated('Send the token of the SCIM connection: Authorization: Bearer kls_…');
  const { connectionId, tokenId, view } = await ports.signIn.signIn(token);
  const ip = addressOf(request);
  const userAgent = userAgentOf(request);
  let proven: typeof view | undefined = view;
  const context: Context = {
    actor: { kind: 'scim', name: connectionId, tokenId },
    correlationId: edge.correlationId,
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
    deadline: ports.clock.now() + ports.timeoutMs,
    ids: ports.ids,
    proven: () => {
      const taken = proven;
      proven = undefined;
      return taken;
    },
  };
  edge.context = context;
};
