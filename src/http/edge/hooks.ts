import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../kernel/context';
import type { ReadSide } from '../../kernel/read-side';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { waitForLog } from '../consistency/wait-for-log';
import { remember, type Memory } from '../idempotency/memory';
import type { Repeat, Repetition } from '../idempotency/repetition';
import type { ControllerClass, Operation } from '../operation/operation';
import { Reply } from '../reply/reply';
import { edgeOf } from './edge';

export interface HookServices {
  readonly memory: Memory;
  readonly readSide: ReadSide;
  readonly draining: () => boolean;
  /** The instance of a controller. */
  readonly controller: (type: ControllerClass) => object;
  /** Support is answered plainly where it is let in anywhere. */
  readonly relyOnAny: (context: Context) => Promise<void>;
  /** Sends what a controller answered. */
  readonly send: (reply: FastifyReply, answer: unknown) => Promise<unknown>;
}

/** It still lives, and says so, while it stops; only readiness turns red. */
const ANSWERED_TO_THE_END = new Set(['/health/live', '/metrics']);

const repeatOf = (services: HookServices, operation: Operation, controller: ControllerClass): Repeat => {
  const instance = services.controller(controller) as Record<string, Repeat | undefined>;
  const repeat = instance[operation.repeat ?? ''];
  if (repeat === undefined) throw new Error(`${controller.name} has no method ${operation.repeat}`);
  return (repetition) => repeat.call(instance, repetition);
};

const answerAgain = async (
  services: HookServices,
  request: FastifyRequest,
  receipt: Repetition['receipt'],
): Promise<Reply> => {
  const { operation, controller } = request.routeOptions.config;
  const { context } = edgeOf(request);
  const plain = new Reply(receipt.status, undefined, { position: receipt.position, ids: receipt.ids });
  if (context === undefined) return plain;
  if (operation?.repeat === undefined || controller === undefined) {
    await services.relyOnAny(context);
    return plain;
  }
  const params = request.params as Repetition['params'];
  return repeatOf(services, operation, controller)({ receipt, context, params, body: request.body });
};

/** The way of a request: what is asked, is it to be read yet, was it asked before. */
export const addHooks = (instance: FastifyInstance, services: HookServices): void => {
  instance.decorateRequest('edge', null);

  instance.addHook('onRequest', async (request, reply) => {
    if (services.draining() && !ANSWERED_TO_THE_END.has(request.routeOptions.url ?? '')) {
      reply.header('Connection', 'close');
      throw new Refused(refuse('UNAVAILABLE', 'The server is stopping.', { retryAfterSeconds: 1 }));
    }
    if (request.routeOptions.config.operation !== undefined) reply.header('Cache-Control', 'no-store');
  });

  instance.addHook('preHandler', async (request, reply) => {
    const { operation, judge } = request.routeOptions.config;
    if (operation === undefined || judge === undefined) return undefined;
    judge(request);
    if (operation.reads !== undefined) await waitForLog(request, reply, services.readSide, operation.reads);
    if (request.method !== 'POST') return undefined;
    const receipt = await remember(request, services.memory);
    if (receipt === undefined) return undefined;
    await services.send(reply, await answerAgain(services, request, receipt));
    return reply;
  });
};
