import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import type { Context } from '../../kernel/context';
import type { Backup, Backups, ProjectionOperations, ProjectionReport } from '../../kernel/operations';
import { PORTS } from '../../kernel/ports';
import { Refused } from '../../kernel/refused';
import { Asking } from '../asking/asking';

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
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.projectionOperations) private readonly projections: ProjectionOperations,
    @Inject(PORTS.backups) private readonly backups: Backups,
  ) {}

  async execute({ context }: ListOperations): Promise<OperationsView> {
    const { standing } = await this.asking.asker(context);
    const refusal = requireOwner(standing);
    if (refusal !== undefined) {
      throw new Refused(refusal);
    }
    const [projections, backups] = await Promise.all([this.projections.status(), this.backups.list()]);
    return { projections, backups };
  }
}
