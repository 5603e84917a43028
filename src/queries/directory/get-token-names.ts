import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVERYWHERE, holds } from '../../access/permissions';
import { notFound } from '../../access/require';
import { toldTokenNames, type ToldTokenName } from '../../access/told-token-names';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { requireAnywhere } from '../authorization/require-anywhere';
import type { Single } from '../authorization/single';

export interface TokenNamesView {
  readonly names: readonly ToldTokenName[];
}

/** By which names tokens put their bearers into an IDP group. Needs `accounts.manage` in some organization, or `directory.manage`. */
export class GetTokenNames extends Query<Single<TokenNamesView>> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
  ) {
    super();
  }
}

@QueryHandler(GetTokenNames)
export class GetTokenNamesHandler implements IQueryHandler<GetTokenNames> {
  constructor(@Inject(QueryAuthorization) private readonly asking: QueryAuthorization) {}

  async execute({ context, idpGroupId }: GetTokenNames): Promise<Single<TokenNamesView>> {
    const { rights, view } = await this.asking.caller(context);
    if (!holds(rights, 'directory.manage', EVERYWHERE)) requireAnywhere(rights, 'accounts.manage');
    const told = await toldTokenNames(view, idpGroupId);
    if (told === undefined) throw new RefusedError(notFound('IDP group'));
    const { names, revision } = told;
    return { item: { names }, revision };
  }
}
