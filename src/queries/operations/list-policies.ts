import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import type { Context } from '../../kernel/context';
import { PolicyOperations, type PolicyReport } from '../../kernel/operations';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

/** How the policies stand and what they have gone on without. Owners only. */
export class ListPolicies extends Query<readonly PolicyReport[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListPolicies)
export class ListPoliciesHandler implements IQueryHandler<ListPolicies> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(PolicyOperations) private readonly policies: PolicyOperations,
  ) {}

  async execute({ context }: ListPolicies): Promise<readonly PolicyReport[]> {
    const { rights } = await this.asking.caller(context);
    const refusal = requireOwner(rights);
    if (refusal !== undefined) throw new RefusedError(refusal);
    return this.policies.reports();
  }
}
