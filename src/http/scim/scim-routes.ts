import type { FastifyInstance } from 'fastify';
import { discoveryRoutes } from './discovery-routes';
import { groupRoutes } from './group-routes';
import { admitConnection } from './scim-caller';
import type { ScimParts } from './scim-parts';
import { ScimTurns } from './turns';
import { SCIM_BASE } from './urns';
import { userRoutes } from './user-routes';

/**
 * SCIM 2.0 (RFC 7643, 7644), beside the API and by its own manners: media type, errors, paging and tags are the RFCs'. Who asks
 * is known before a body is read. `parts`: asked for with each request, once everything is made.
 */
export const scimRoutes = async (instance: FastifyInstance, parts: () => ScimParts): Promise<void> => {
  const turns = new ScimTurns(() => parts().foreground);
  await instance.register(
    async (scope) => {
      scope.addHook('onRequest', async (request, reply) => {
        reply.header('Cache-Control', 'no-store');
        await admitConnection(request, parts());
      });
      scope.addHook('preHandler', (_, reply) => turns.take(reply));
      discoveryRoutes(scope, parts);
      userRoutes(scope, parts);
      groupRoutes(scope, parts);
    },
    { prefix: SCIM_BASE },
  );
};
