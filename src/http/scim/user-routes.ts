import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ChangeIdpUser } from '../../commands/directory/change-idp-user';
import { CreateIdpUser } from '../../commands/directory/create-idp-user';
import { DeleteIdpUser } from '../../commands/directory/delete-idp-user';
import { foldEmail } from '../../kernel/fold-email';
import type { Position } from '../../kernel/position';
import { RefusedError } from '../../kernel/refused-error';
import { GetScimUser } from '../../queries/scim/get-scim-user';
import { ListScimUsers } from '../../queries/scim/list-scim-users';
import type { ScimUser } from '../../queries/scim/scim-user';
import { answerPage, answerResource } from './answer-resource';
import { filterIn } from './filter-tree';
import { matchesFilter } from './filter-matches';
import { indexConditions, isAnsweredByIndex, type Indexed } from './filter-selection';
import { pageIn } from './list-query';
import type { JsonObject } from './members';
import { userResource } from './resources';
import { answerDone, baseOf, contextOf, idOf, queryOf, type ScimParts } from './scim-parts';
import { shownIn } from './shown-attributes';
import { newUserIn, replacedUserIn } from './user-attributes';
import { userPatchIn } from './user-patch';
import { weakRevisionsIn } from './weak-tags';

const READS = ['idp_users'];

const isNotFound = (error: unknown): boolean => error instanceof RefusedError && error.refusal.code === 'NOT_FOUND';

const same = (value: string): string => value;
const INDEXED: Indexed = {
  id: { field: 'id', key: same },
  username: { field: 'emailKey', key: foldEmail },
  emails: { field: 'emailKey', key: foldEmail },
  'emails.value': { field: 'emailKey', key: foldEmail },
  externalid: { field: 'externalId', key: same },
};

const selectionIn = (query: JsonObject, base: string) => {
  const text = query['filter'];
  if (text === undefined) return { where: [] };
  const filter = filterIn(text);
  const where = indexConditions(filter, INDEXED);
  const matches = (user: ScimUser): boolean => matchesFilter(userResource(user, base), filter);
  return isAnsweredByIndex(filter, INDEXED) ? { where } : { where, matches };
};

/** RFC 7644 § 3 for the people of the directory. Each write is the command by hand, judged as such. */
export const userRoutes = (scope: FastifyInstance, parts: () => ScimParts): void => {
  const read = async (request: FastifyRequest, id: string): Promise<ScimUser> =>
    parts().queries.execute(new GetScimUser(contextOf(request), id));
  const written = (request: FastifyRequest, id: string, position: Position): Promise<ScimUser> =>
    parts().consistency.afterWrite(position, READS, () => read(request, id));
  /** As it was found: it is the caller's own, and its e-mail never changes. A try on what is hidden is a fact like any other. */
  const current = async (request: FastifyRequest): Promise<ScimUser> => {
    const { readSide, commands } = parts();
    const id = idOf(request, 'IDP user');
    try {
      return await written(request, id, await readSide.head());
    } catch (error) {
      if (isNotFound(error)) await commands.execute(new ChangeIdpUser(contextOf(request), id, {}));
      throw error;
    }
  };
  const resource = (request: FastifyRequest, user: ScimUser) => userResource(user, baseOf(request, parts()));

  scope.post('/Users', async (request, reply) => {
    shownIn(queryOf(request));
    const { userName: email, externalId, ...rest } = newUserIn(request.body);
    const person = { email, ...rest, ...(externalId === null ? {} : { externalId }) };
    const { id, position } = await parts().commands.execute(new CreateIdpUser(contextOf(request), person));
    reply.header('Keyledger-Position', position);
    return answerResource(request, reply, resource(request, await written(request, id, position)), 201);
  });

  scope.get('/Users', async (request, reply) => {
    const query = queryOf(request);
    const selection = selectionIn(query, baseOf(request, parts()));
    const page = pageIn(query);
    shownIn(query);
    const list = () => parts().queries.execute(new ListScimUsers(contextOf(request), selection, page));
    const { items, total } = await parts().reads.answer(request, reply, READS, list);
    return answerPage(request, reply, { items: items.map((user) => resource(request, user)), total }, page);
  });

  scope.get('/Users/:id', async (request, reply) => {
    const id = idOf(request, 'IDP user');
    const found = await parts().reads.answer(request, reply, READS, () => read(request, id));
    return answerResource(request, reply, resource(request, found));
  });

  const change = async (
    request: FastifyRequest,
    changeOf: (user: ScimUser) => ChangeIdpUser['change'],
  ): Promise<{ readonly user: ScimUser; readonly position: Position }> => {
    shownIn(queryOf(request));
    const before = await current(request);
    const { id, position } = await parts().commands.execute(
      new ChangeIdpUser(contextOf(request), before.id, changeOf(before), weakRevisionsIn(request.headers['if-match'])),
    );
    return { user: await written(request, id, position), position };
  };

  scope.put('/Users/:id', async (request, reply) => {
    const { user, position } = await change(request, (before) => {
      const { userName: _, ...attributes } = replacedUserIn(request.body, before);
      return attributes;
    });
    reply.header('Keyledger-Position', position);
    return answerResource(request, reply, resource(request, user));
  });

  scope.patch('/Users/:id', async (request, reply) => {
    const { user, position } = await change(request, (before) => userPatchIn(request.body, before));
    reply.header('Keyledger-Position', position);
    return answerResource(request, reply, resource(request, user));
  });

  scope.delete('/Users/:id', async (request, reply) => {
    const ifMatch = weakRevisionsIn(request.headers['if-match']);
    const command = new DeleteIdpUser(contextOf(request), idOf(request, 'IDP user'), ifMatch);
    return answerDone(reply, (await parts().commands.execute(command)).position);
  });
};
