import { applyDecorators, UseGuards, createParamDecorator } from '@nestjs/common';
import { Endpoint, type EndpointOptions } from '../platform/endpoint/endpoint';
import { AgentSignatureGuard } from './agent-signature.guard';
import type { FastifyRequest } from 'fastify';
import { requestStateOf } from '../edge/request-state';

type AgentRoute = Pick<
  EndpointOptions,
  'id' | 'summary' | 'description' | 'answers' | 'codes' | 'secret' | 'unhurried'
>;

/**
 * States a route of the agent edge: the request is signed by an agent at work, whom `@Agent()` gives, or with `enrolling` by
 * whoever comes with a key of its own; `@Ctx()` acts as it. With `unhurried`, a long poll: it is not ended after the server's
 * time limit, and its context lasts as much longer.
 */
export const AgentEndpoint = (route: AgentRoute & { readonly as?: 'enrolled' | 'enrolling' }): MethodDecorator => {
  const { as = 'enrolled', ...options } = route;
  return applyDecorators(Endpoint({ ...options, public: true, agent: as }), UseGuards(AgentSignatureGuard));
};

/** The `AgentCaller` of the request. Only on routes that are an `@AgentOperation`. */
export const Agent = createParamDecorator(
  (_: unknown, host) => requestStateOf(host.switchToHttp().getRequest<FastifyRequest>()).agent,
);
