import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { Evidence } from '../../kernel/evidence';
import { QueryAuthorization } from '../authorization/query-authorization';

/** Keys by which checkpoints are verified, the present log's first. For anybody. */
export class GetEvidenceKeys extends Query<readonly string[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(GetEvidenceKeys)
export class GetEvidenceKeysHandler implements IQueryHandler<GetEvidenceKeys> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Evidence) private readonly evidence: Evidence,
  ) {}

  async execute({ context }: GetEvidenceKeys): Promise<readonly string[]> {
    await this.asking.caller(context);
    return this.evidence.keys();
  }
}
