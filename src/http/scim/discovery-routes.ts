import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { answerPage } from './answer-resource';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery';
import type { JsonObject } from './members';
import { answer, baseOf, queryOf, type ScimParts } from './scim-parts';

const nothing = (): RefusedError => new RefusedError(refuse('NOT_FOUND', 'There is nothing at this path.'));

/** RFC 7644 § 4: these are told whole, and a filter on them is refused. */
const requireUnfiltered = (request: FastifyRequest): void => {
  if (queryOf(request)['filter'] !== undefined) {
    throw new RefusedError(refuse('PERMISSION_DENIED', 'These are not filtered.'));
  }
};

const all = (request: FastifyRequest, reply: FastifyReply, items: readonly JsonObject[]): FastifyReply => {
  requireUnfiltered(request);
  return answerPage(request, reply, { items, total: items.length }, { startIndex: 1 });
};

const one = (request: FastifyRequest, reply: FastifyReply, items: readonly JsonObject[]): FastifyReply => {
  const { id = '' } = request.params as { readonly id?: string };
  const found = items.find((item) => item['id'] === id);
  if (found === undefined) throw nothing();
  return answer(reply, 200, found);
};

/** RFC 7644 § 3.12: what the RFC has and is not offered says so. */
const NOT_OFFERED = ['/Bulk', '/.search', '/Users/.search', '/Groups/.search', '/Me'];

/** What identity providers ask first: what is supported, and what a User and a Group are. */
export const discoveryRoutes = (scope: FastifyInstance, parts: () => ScimParts): void => {
  const base = (request: FastifyRequest): string => baseOf(request, parts());
  for (const url of NOT_OFFERED) {
    scope.all(url, () => {
      throw new RefusedError(refuse('NOT_IMPLEMENTED', 'This is not offered: see ServiceProviderConfig.'));
    });
  }
  scope.get('/ServiceProviderConfig', async (request, reply) => {
    requireUnfiltered(request);
    return answer(reply, 200, serviceProviderConfig(base(request)));
  });
  scope.get('/ResourceTypes', async (request, reply) => all(request, reply, resourceTypes(base(request))));
  scope.get('/ResourceTypes/:id', async (request, reply) => one(request, reply, resourceTypes(base(request))));
  scope.get('/Schemas', async (request, reply) => all(request, reply, schemas(base(request))));
  scope.get('/Schemas/:id', async (request, reply) => one(request, reply, schemas(base(request))));
};
