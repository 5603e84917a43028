import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import { signInsOf, type SignInView } from '../../access/sign-ins';
import { userExists } from '../../access/user-exists';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

/** Whose tokens sign in as a user; told from the user's stream, so that what was just added is there. Owners only. */
export class ListSignIns extends Query<readonly SignInView[]> {
  constructor(
    readonly context: Context,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(ListSignIns)
export class ListSignInsHandler implements IQueryHandler<ListSignIns> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, userId }: ListSignIns): Promise<readonly SignInView[]> {
    const { view, rights } = await this.asking.caller(context);
    const denied = requireOwner(rights) ?? ((await userExists(view, userId)) ? undefined : notFound('user'));
    if (denied !== undefined) {
      throw new RefusedError(denied);
    }
    return signInsOf(view, this.digest, userId);
  }
}
