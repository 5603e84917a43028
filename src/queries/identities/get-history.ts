import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { HistoryEntry } from '../../../projections/identities/document';
import type { Context } from '../../kernel/context';
import { FindIdentity } from './find-identity';

type Shown = Omit<HistoryEntry, 'madeFor'>;

/** The values that were replaced, newest first, never the values themselves. Needs `pam_vaults.view`. */
export class GetHistory extends Query<readonly Shown[]> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(@Inject(FindIdentity) private readonly identities: FindIdentity) {}

  async execute({ context, identityId }: GetHistory): Promise<readonly Shown[]> {
    const { identity } = await this.identities.find(context, identityId);
    return identity.history.map(({ madeFor: _, ...entry }) => entry);
  }
}
