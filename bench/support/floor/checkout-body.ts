import Ajv from 'ajv';
import type { FastifyInstance } from 'fastify';

/** What a checkout is asked with, as the contract has it. */
export const isCheckoutBody = new Ajv().compile({
  type: 'object',
  additionalProperties: false,
  required: ['reason', 'durationMinutes'],
  properties: {
    reason: { type: 'string', minLength: 1, maxLength: 500 },
    durationMinutes: { type: 'integer', minimum: 5, maximum: 1440 },
    hostId: { type: 'string' },
  },
});

/** A body may be absent under a JSON content type, as the application allows. */
export const acceptEmptyBodies = (app: FastifyInstance): void => {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => {
    done(null, body === '' ? undefined : JSON.parse(String(body)));
  });
};
