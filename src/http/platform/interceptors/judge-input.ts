import type { FastifyRequest } from 'fastify';
import type { Input } from '../endpoint/input-of';
import { isQuestion } from '../endpoint/route-definition';
import type { StrictValidationPipe } from '../validation/strict-validation.pipe';

/** Query first, then body: what stands in the request afterwards is judged, but for a stream. Errors: `Refused`. */
export const judgeInput = async (request: FastifyRequest, input: Input, pipe: StrictValidationPipe): Promise<void> => {
  request.query = await pipe.transform(request.query, { type: 'query', metatype: input.query });
  const isStream = request.routeOptions.config.operation?.raw === true;
  if (!isQuestion(request) && !isStream) {
    request.body = await pipe.transform(request.body, { type: 'body', metatype: input.body });
  }
};
