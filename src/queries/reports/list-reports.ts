import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import type { Report } from '../../reports/report';
import { REPORTS } from '../../reports/reports';
import { QueryAuthorization } from '../authorization/query-authorization';

/** The reports there are. For anybody; what is in them is another matter. */
export class ListReports extends Query<readonly Report[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListReports)
export class ListReportsHandler implements IQueryHandler<ListReports> {
  constructor(@Inject(QueryAuthorization) private readonly asking: QueryAuthorization) {}

  async execute({ context }: ListReports): Promise<readonly Report[]> {
    await this.asking.caller(context);
    return REPORTS;
  }
}
