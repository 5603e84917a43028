import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere } from '../../access/require';
import type { Context } from '../../kernel/context';
import { Evidence } from '../../kernel/evidence';
import type { LedgerTile } from '../../kernel/ledger-tile';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

/** A tile of the tree's hashes, for anybody; or the facts themselves, for who may read the whole audit. */
export class GetTile extends Query<Buffer> {
  constructor(
    readonly context: Context,
    readonly tile: Omit<LedgerTile, 'level'> & { readonly level: number | 'entries' },
  ) {
    super();
  }
}

@QueryHandler(GetTile)
export class GetTileHandler implements IQueryHandler<GetTile> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Evidence) private readonly evidence: Evidence,
  ) {}

  async execute({ context, tile: { level, index, width } }: GetTile): Promise<Buffer> {
    const { rights } = await this.asking.caller(context);
    const refusal = level === 'entries' ? requireEverywhere(rights, 'pam_audit.read') : undefined;
    if (refusal !== undefined) throw new RefusedError(refusal);
    const found =
      level === 'entries'
        ? await this.evidence.entries({ index, width })
        : await this.evidence.tile({ level, index, width });
    if (found === undefined) throw new RefusedError(notFound('tile'));
    return found;
  }
}
