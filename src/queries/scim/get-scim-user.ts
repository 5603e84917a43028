import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ScimUser } from './scim-user';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { OwnRecords } from './own-records';

/** An IDP user that is the SCIM connection's own. */
export class GetScimUser extends Query<ScimUser> {
  constructor(
    readonly context: Context,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(GetScimUser)
export class GetScimUserHandler implements IQueryHandler<GetScimUser> {
  constructor(
    @Inject(OwnRecords) private readonly own: OwnRecords,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, id }: GetScimUser): Promise<ScimUser> {
    const found = await this.own.one(context, this.models.readModel<ScimUser>('idp_users'), id);
    if (found === undefined) throw new RefusedError(notFound('IDP user'));
    return found;
  }
}
