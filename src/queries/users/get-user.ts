import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { UserDocument } from '../../../projections/users/document';
import { assertNotLost } from '../../access/not-lost';
import { notFound } from '../../access/require';
import { rolesByGroupOf } from '../../access/told-group-roles';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { requireAnywhere } from '../authorization/require-anywhere';
import type { Single } from '../authorization/single';
import { userView, type UserView } from './user-view';

/** One user. Needs `accounts.manage` in some organization; oneself needs nothing. */
export class GetUser extends Query<Single<UserView>> {
  constructor(
    readonly context: Context,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(GetUser)
export class GetUserHandler implements IQueryHandler<GetUser> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, userId }: GetUser): Promise<Single<UserView>> {
    const { rights, view } = await this.asking.caller(context);
    // Who gave up the right to change users, their own included, is still told how they stand now.
    if (userId !== rights.userId) {
      requireAnywhere(rights, 'accounts.manage');
    }
    const found = await this.models.readModel<UserDocument>('users').get(userId);
    if (found === undefined) {
      await assertNotLost(view, 'user', userId);
      throw new RefusedError(notFound('user'));
    }
    const rolesByGroup = await rolesByGroupOf(view, rights, userId);
    return { item: { ...userView(found, rights), rolesByGroup }, revision: found.revision };
  }
}
