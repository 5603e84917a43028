import type { ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a guard is handed, for one that is asked before the body is read: no controller is known yet. */
export const executionOf = (request: FastifyRequest, reply: FastifyReply): ExecutionContext => {
  const execution = new ExecutionContextHost([request, reply]);
  execution.setType('http');
  return execution;
};
