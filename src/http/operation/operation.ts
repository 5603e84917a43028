import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { TObject, TSchema } from '@sinclair/typebox';
import type { Input } from '../platform/endpoint/input-of';
import type { Recipe } from '../platform/repetition/recipe';
import type { ProblemCode } from '../problem/codes';

/** All there is to say of a route: it is validated, documented, made consistent and repeatable from this alone. */
export interface Operation {
  readonly summary: string;
  /** What a client calls it: `checkOutIdentity`. Every documented operation has one. */
  readonly id?: string;
  /** What it does, what it refuses and why; every documented operation has one. */
  readonly description?: string;
  /** What the caller needs, in words. Said only: the command or query itself judges. */
  readonly permission?: string;
  /** Groups operations in the documentation. */
  readonly tag?: string;
  /** Absent: the command takes no body or `{}`. */
  readonly body?: TObject;
  readonly query?: TObject;
  /** Path parameters that are more special than an id. */
  readonly params?: Readonly<Record<string, TSchema>>;
  /** By status; `null` where there is no body. The lowest is the usual one. */
  readonly answers: Readonly<Record<number, TSchema | null>>;
  /** Problems beside those every operation of its kind may answer. */
  readonly codes?: readonly ProblemCode[];
  /** Honours `If-Match`. */
  readonly ifMatch?: boolean;
  /** Models the answer is read from: the read waits for them. */
  readonly reads?: readonly string[];
  /** What the path names, for its 404: the words a query would use. */
  readonly thing?: string;
  /** Of a POST that answers with a body: the method of the controller that answers a repetition ({@link Repetition}). */
  readonly repeat?: string;
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
  /** Media types of a success that is not JSON. */
  readonly produces?: readonly string[];
  /** Of an `@Endpoint`: the DTOs of what it takes. */
  readonly input?: Input;
  /** Of an `@Endpoint`: an empty body lacks something. */
  readonly needsFields?: boolean;
  /** Of an `@Endpoint`: what a repetition is answered from. */
  readonly recipe?: Recipe;
  /** Of an `@Endpoint`: answers with an `ETag`. */
  readonly etag?: boolean;
  /** Of an `@Endpoint`: made without a path of its own. */
  readonly unplaced?: boolean;
}

/** Of which class a repetition is asked. */
export type ControllerClass = abstract new (...args: never[]) => object;

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation;
    controller?: ControllerClass;
  }
}

/** States a route. */
export const Operation =
  (operation: Operation): MethodDecorator =>
  (prototype, name, descriptor) => {
    const controller = prototype.constructor as ControllerClass;
    ApiExcludeEndpoint()(prototype, name, descriptor);
    return RouteConfig({ operation, controller })(prototype, name, descriptor);
  };
