import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { entryOf } from '../../../kernel/entry-of';
import { JSON_TYPE, type RouteDefinition } from './route-definition';
import type { ProblemCode } from '../../problem/codes';
import type { Recipe } from '../repetition/recipe';
import { requiresSomething } from '../validation/fields';
import type { Dto } from '../validation/kind';
import { honoursIfMatch } from './if-match';
import { inputOf } from './input-of';
import { interceptorsOf } from './interceptors-of';

/** What a route says of itself that its parameters do not: it is documented, made consistent and repeatable from this. */
export interface EndpointOptions {
  /** What a client calls it: `checkOutIdentity`. */
  readonly id: string;
  readonly summary: string;
  /** What it does, what it refuses and why. */
  readonly description: string;
  /** What the caller needs, in words. Said only: the command or query itself judges. */
  readonly permission?: string;
  /** By status; `null` where there is no body. The first is the usual one. */
  readonly answers: Readonly<Record<number, Dto | null>>;
  /** Problems beside those every route of its kind may answer. */
  readonly codes?: readonly ProblemCode[];
  /** Models the answer is read from: the read waits for them. */
  readonly reads?: readonly string[];
  /** Of a POST that answers with a body: what a repetition is answered from. */
  readonly repeat?: Recipe;
  /** Answers with an `ETag`. */
  readonly etag?: true;
  /** Of a 201: what was made has no path of its own, so that there is no `Location`. */
  readonly unplaced?: true;
  /** Needs no token. */
  readonly public?: true;
  /** The vendor's support is answered even where it is not let in. */
  readonly always?: true;
  /** Of the agent edge: signed by an agent, or by whoever enrols as one. See `http/agent`. */
  readonly agent?: 'enrolled' | 'enrolling';
  /** The body is a stream of bytes, `application/octet-stream`, that the handler reads itself; it is not remembered. */
  readonly raw?: true;
  /** Carries a secret. */
  readonly secret?: true;
  /** May take as long as it takes: a stream. */
  readonly unhurried?: true;
  /** Tells how far long work is, to whoever asks again and again: that work does not give way to the asking. */
  readonly watching?: true;
  /** Media types of a success that is not JSON alone. JSON among them has the shape that `answers` states, the others are text. */
  readonly produces?: readonly string[];
}

const answer = (status: string, type: Dto | null, produces: readonly string[] | undefined) => {
  const description = entryOf(STATUS_CODES as Readonly<Record<string, string>>, status) ?? status;
  if (produces === undefined) return ApiResponse({ status: Number(status), description, ...(type && { type }) });
  const schemaOf = (media: string) =>
    type !== null && media === JSON_TYPE ? { $ref: getSchemaPath(type) } : { type: 'string' as const };
  const content = Object.fromEntries(produces.map((media) => [media, { schema: schemaOf(media) }]));
  const response = ApiResponse({ status: Number(status), description, content });
  return type === null ? response : applyDecorators(ApiExtraModels(type), response);
};

const described = ({ description, permission }: EndpointOptions): string =>
  permission === undefined ? description : `${description}\n\nNeeds: ${permission}.`;

/** States a route: its documentation by `@nestjs/swagger`'s decorators, what guards, interceptors and hooks go by, and which interceptors it has. */
export const Endpoint =
  (options: EndpointOptions): MethodDecorator =>
  (prototype, name, descriptor) => {
    const { id, summary, description: _, permission: _p, answers, produces, repeat, ...traits } = options;
    const input = inputOf(prototype, name);
    const operation: RouteDefinition = {
      ...traits,
      id,
      answers,
      ifMatch: honoursIfMatch(prototype, name),
      input,
      needsFields: requiresSomething(input.body),
      ...(produces && { produces }),
      ...(repeat && { recipe: repeat }),
    };
    applyDecorators(
      ApiOperation({ operationId: id, summary, description: described(options) }),
      ...Object.entries(answers).map(([status, type]) => answer(status, type, produces)),
      RouteConfig({ operation }),
      UseInterceptors(...interceptorsOf(operation)),
    )(prototype, name, descriptor);
  };
