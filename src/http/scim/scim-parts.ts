import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Foreground } from '../../kernel/foreground';
import type { Ids } from '../../kernel/ids';
import type { Position } from '../../kernel/position';
import type { ReadSide } from '../../kernel/read-side';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { ScimSignIn } from '../../kernel/scim-sign-in';
import type { ConsistentReads } from '../consistency/consistent-reads';
import type { ReadAfterWrite } from '../consistency/read-after-write';
import { requestStateOf } from '../edge/request-state';
import type { JsonObject } from './members';
import { scimInvalid } from './scim-error';
import { SCIM_BASE, SCIM_TYPE } from './urns';

/** What the routes of SCIM work with. */
export interface ScimParts {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly consistency: ReadAfterWrite;
  readonly reads: ConsistentReads;
  readonly readSide: ReadSide;
  readonly signIn: ScimSignIn;
  readonly clock: Clock;
  readonly foreground: Foreground;
  readonly ids: Ids;
  readonly timeoutMs: number;
  /** Callers reach it by TLS. */
  readonly secure: boolean;
}

export const contextOf = (request: FastifyRequest): Context => {
  const { context } = requestStateOf(request);
  if (context === undefined) throw new Error('asked before it was found out who asks');
  return context;
};

/** The parameters of the URL; those nobody knows here are passed over. Errors: 400, when one is given twice. */
export const queryOf = ({ url }: FastifyRequest): JsonObject => {
  const at = url.indexOf('?');
  const pairs = [...new URLSearchParams(at < 0 ? '' : url.slice(at + 1))];
  const query = new Map(pairs);
  if (query.size < pairs.length) throw scimInvalid('invalidValue', 'A query parameter is given more than once.');
  return Object.fromEntries(query);
};

const ID = /^[0-9a-f]{32}$/;

/** The id of the path; one of another form is nobody's. */
export const idOf = (request: FastifyRequest, what: string): string => {
  const { id = '' } = request.params as { readonly id?: string };
  if (ID.test(id)) return id;
  throw new RefusedError(refuse('NOT_FOUND', `There is no such ${what}.`));
};

/** Where SCIM is answered, as the caller reaches it. */
export const baseOf = (request: FastifyRequest, { secure }: ScimParts): string =>
  `${secure ? 'https' : 'http'}://${request.host}${SCIM_BASE}`;

/** Bytes: to text Fastify would add a charset, which the media type does not have. */
export const answer = (reply: FastifyReply, status: number, body: JsonObject): FastifyReply =>
  reply
    .code(status)
    .type(SCIM_TYPE)
    .send(Buffer.from(JSON.stringify(body)));

/** 204: it is done. */
export const answerDone = (reply: FastifyReply, position: Position): FastifyReply =>
  reply.code(204).header('Keyledger-Position', position).send();
