import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CreateIdpGroup } from '../../commands/directory/create-idp-group';
import { DeleteIdpGroup } from '../../commands/directory/delete-idp-group';
import { ProvisionIdpGroup, type GroupChange } from '../../commands/directory/provision-idp-group';
import type { Position } from '../../kernel/position';
import { GetScimGroup } from '../../queries/scim/get-scim-group';
import { ListScimGroups, type GroupSelection } from '../../queries/scim/list-scim-groups';
import type { ScimGroup } from '../../queries/scim/members-of-groups';
import { answerPage, answerResource } from './answer-resource';
import { filterIn } from './filter-tree';
import { matchesFilter } from './filter-matches';
import { indexConditions, isAnsweredByIndex, namesMembers, wantedMember, type Indexed } from './filter-selection';
import { groupIn } from './group-attributes';
import { groupPatchIn } from './group-patch';
import { pageIn } from './list-query';
import type { JsonObject } from './members';
import { groupResource } from './resources';
import { answerDone, baseOf, contextOf, idOf, queryOf, type ScimParts } from './scim-parts';
import { shownIn, shows } from './shown-attributes';
import { weakRevisionsIn } from './weak-tags';

const READS = ['idp_groups', 'idp_members'];

const same = (value: string): string => value;
const INDEXED: Indexed = {
  id: { field: 'id', key: same },
  displayname: { field: 'nameKey', key: (value) => value.toLowerCase() },
  externalid: { field: 'externalId', key: same },
};

const selectionIn = (query: JsonObject, base: string): GroupSelection => {
  const text = query['filter'];
  if (text === undefined) return { where: [], needsMembers: false };
  const filter = filterIn(text);
  const where = indexConditions(filter, INDEXED);
  if (isAnsweredByIndex(filter, INDEXED)) return { where, needsMembers: false };
  const memberId = wantedMember(filter);
  const matches = (found: ScimGroup): boolean => matchesFilter(groupResource(found, base), filter);
  const needsMembers = namesMembers(filter);
  return { where, matches, needsMembers, ...(memberId === undefined ? {} : { memberId }) };
};

const withMembers = (request: FastifyRequest): boolean => shows(shownIn(queryOf(request)), 'members');

/** RFC 7644 § 3 for the groups of the directory. Each write is decided as the commands by hand are. */
export const groupRoutes = (scope: FastifyInstance, parts: () => ScimParts): void => {
  const answerWritten = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, position }: { readonly id: string; readonly position: Position },
    status: 200 | 201 = 200,
  ): Promise<FastifyReply> => {
    const query = new GetScimGroup(contextOf(request), id, withMembers(request));
    const ask = () => parts().queries.execute(query);
    const found = await parts().consistency.afterWrite(position, READS, ask);
    reply.header('Keyledger-Position', position);
    return answerResource(request, reply, groupResource(found, baseOf(request, parts())), status);
  };
  const change = (request: FastifyRequest, by: GroupChange) => {
    const ifMatch = weakRevisionsIn(request.headers['if-match']);
    const command = new ProvisionIdpGroup(contextOf(request), idOf(request, 'IDP group'), by, ifMatch);
    return parts().commands.execute(command);
  };

  scope.post('/Groups', async (request, reply) => {
    shownIn(queryOf(request));
    const { displayName, externalId, members } = groupIn(request.body);
    const provisioned = { members, ...(externalId === null ? {} : { externalId }) };
    const made = await parts().commands.execute(new CreateIdpGroup(contextOf(request), displayName, provisioned));
    return answerWritten(request, reply, { id: made.id, position: made.position }, 201);
  });

  scope.get('/Groups', async (request, reply) => {
    const query = queryOf(request);
    const base = baseOf(request, parts());
    const selection = selectionIn(query, base);
    const page = pageIn(query);
    const listed = new ListScimGroups(contextOf(request), selection, page, withMembers(request));
    const list = () => parts().queries.execute(listed);
    const { items, total } = await parts().reads.answer(request, reply, READS, list);
    return answerPage(request, reply, { items: items.map((group) => groupResource(group, base)), total }, page);
  });

  scope.get('/Groups/:id', async (request, reply) => {
    const query = new GetScimGroup(contextOf(request), idOf(request, 'IDP group'), withMembers(request));
    const found = await parts().reads.answer(request, reply, READS, () => parts().queries.execute(query));
    return answerResource(request, reply, groupResource(found, baseOf(request, parts())));
  });

  scope.put('/Groups/:id', async (request, reply) => {
    shownIn(queryOf(request));
    const { displayName: name, externalId, members: add } = groupIn(request.body);
    return answerWritten(
      request,
      reply,
      await change(request, { name, externalId, members: { add, remove: [], only: true } }),
    );
  });

  scope.patch('/Groups/:id', async (request, reply) => {
    const asked = shownIn(queryOf(request));
    const done = await change(request, groupPatchIn(request.body));
    // RFC 7644 § 3.5.2: a group may be large, and who moves one member asks for none of the others.
    return asked.only === undefined ? answerDone(reply, done.position) : answerWritten(request, reply, done);
  });

  scope.delete('/Groups/:id', async (request, reply) => {
    const ifMatch = weakRevisionsIn(request.headers['if-match']);
    const command = new DeleteIdpGroup(contextOf(request), idOf(request, 'IDP group'), ifMatch);
    return answerDone(reply, (await parts().commands.execute(command)).position);
  });
};
