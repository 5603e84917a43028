import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import type { Context } from '../../kernel/context';
import { Backups, ProjectionOperations, type Backup, type ProjectionReport } from '../../kernel/operations';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

export interface OperationsView {
  readonly projections: readonly ProjectionReport[];
  readonly backups: readonly Backup[];
}

/** How the read models stand and which backups there are. Owners only. */
export class ListOperations extends Query<OperationsView> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListOperations)
export class ListOperationsHandler implements IQueryHandler<ListOperations> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ProjectionOperations) private readonly projections: ProjectionOperations,
    @Inject(Backups) private readonly backups: Backups,
  ) {}

  async execute({ context }: ListOperations): Promise<OperationsView> {
    const { rights } = await this.asking.caller(context);
    const refusal = requireOwner(rights);
    if (refusal !== undefined) {
      throw new RefusedError(refusal);
    }
    const [projections, backups] = await Promise.all([this.projections.status(), this.backups.list()]);
    return { projections, backups };
  }
}
