import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVERYWHERE, holds } from '../../access/permissions';
import { notFound } from '../../access/require';
import { toldTokenNames, type ToldTokenName } from '../../access/told-token-names';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { requireAnywhere } from '../authorization/require-anywhere';

export interface TokenNamesView {
  readonly names: readonly ToldTokenName[];
}

/** By which names tokens put their bearers into an IDP group. Needs `accounts.manage` in some organization, or `directory.manage`. */
export class GetTokenNames extends Query<TokenNamesView> {
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

  async execute({ context, idpGroupId }: GetTokenNames): Promise<TokenNamesView> {
    const { rights, view } = await this.asking.caller(context);
    if (!holds(rights, 'directory.manage', EVERYWHERE)) requireAnywhere(rights, 'accounts.manage');
    const names = await toldTokenNames(view, idpGroupId);
    if (names === undefined) throw new RefusedError(notFound('IDP group'));
    return { names };
  }
}
