import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere } from '../../access/require';
import { tokensOf, type TokenView } from '../../access/tokens';
import { userExists } from '../../access/user-exists';
import type { Context } from '../../kernel/context';
import { Presence } from '../../kernel/presence';
import { RefusedError } from '../../kernel/refused-error';
import { timestamp } from '../../kernel/time';
import { QueryAuthorization } from '../authorization/query-authorization';

/** A token, and when it was used last, to the minute; absent: never. */
export interface UsedToken extends TokenView {
  readonly lastUsedAt?: string;
}

/** The live tokens of a machine. Needs `accounts.manage` for all organizations. */
export class ListTokens extends Query<readonly UsedToken[]> {
  constructor(
    readonly context: Context,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(ListTokens)
export class ListTokensHandler implements IQueryHandler<ListTokens> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Presence) private readonly presence: Presence,
  ) {}

  async execute({ context, userId }: ListTokens): Promise<readonly UsedToken[]> {
    const { view, now, rights } = await this.asking.caller(context);
    const denied =
      requireEverywhere(rights, 'accounts.manage') ?? ((await userExists(view, userId)) ? undefined : notFound('user'));
    if (denied !== undefined) {
      throw new RefusedError(denied);
    }
    const tokens = await tokensOf(view, userId, now);
    const used = await this.presence.tokensUsed(tokens.map(({ id }) => id));
    return tokens.map((token) => {
      const at = used.get(token.id);
      return at === undefined ? token : { ...token, lastUsedAt: timestamp(at) };
    });
  }
}
