import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ScimPage, ScimPageRequest } from '../../queries/scim/scim-page';
import type { JsonObject } from './members';
import { answer, queryOf } from './scim-parts';
import { asShown, shownIn } from './shown-attributes';
import { URNS } from './urns';
import { weakRevisionsIn } from './weak-tags';

interface Meta {
  readonly location: string;
  readonly version: string;
}

/** One resource with its tag and place; 304 where the caller has it as it is. */
export const answerResource = (
  request: FastifyRequest,
  reply: FastifyReply,
  resource: JsonObject,
  status: 200 | 201 = 200,
): FastifyReply => {
  const { location, version } = resource['meta'] as Meta;
  reply.header('ETag', version).header('Location', location);
  const known = request.method === 'GET' ? weakRevisionsIn(request.headers['if-none-match']) : undefined;
  if (known !== undefined && [known].flat().some((revision) => version === `W/"${revision}"`)) {
    return reply.code(304).send();
  }
  return answer(reply, status, asShown(resource, shownIn(queryOf(request))));
};

/** RFC 7644 § 3.4.2: a page of a list. */
export const answerPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  { items, total }: ScimPage<JsonObject>,
  { startIndex }: Pick<ScimPageRequest, 'startIndex'>,
): FastifyReply => {
  const shown = shownIn(queryOf(request));
  return answer(reply, 200, {
    schemas: [URNS.list],
    totalResults: total,
    startIndex,
    itemsPerPage: items.length,
    Resources: items.map((item) => asShown(item, shown)),
  });
};
