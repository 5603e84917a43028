import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { JobDocument } from '../../../projections/jobs/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { hostScope } from '../hosts/host-scope';
import { jobView, type JobView } from './job-view';

export interface JobFilter {
  readonly hostId?: string;
  readonly identityId?: string;
  readonly state?: string;
  readonly organizationId?: string;
}

/**
 * What the API calls a state, as the model has it: of a lease that ran out before anything was begun no fact says so, and it
 * is shown as waiting again. Any of the answers fits, none of them twice.
 */
const meant = (state: string | undefined, now: string): readonly (readonly Condition[])[] => {
  const is = (stored: string): Condition => ({ field: 'state', is: stored });
  switch (state) {
    case undefined:
      return [[]];
    case 'queued':
      return [[is('queued')], [is('leased'), { field: 'leaseUntil', atMost: now }]];
    case 'leased':
      return [[is('leased'), { field: 'leaseUntil', above: now }]];
    default:
      return [[is(state)]];
  }
};

const newestFirst = (one: JobDocument, other: JobDocument): number =>
  `${one.createdAt} ${one.id}` < `${other.createdAt} ${other.id}` ? 1 : -1;

/** Jobs, newest first, of the organizations where the caller holds `hosts.manage_users` or `pam_vaults.view`. */
export class ListJobs extends Query<Page<JobView>> {
  constructor(
    readonly context: Context,
    readonly filter: JobFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListJobs)
export class ListJobsHandler implements IQueryHandler<ListJobs> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListJobs): Promise<Page<JobView>> {
    const caller = await this.asking.caller(context);
    const { organizationId, state, ...fields } = filter;
    const asked = Object.entries(fields).map(([field, is]) => ({ field, is: is as string }));
    const scope = await hostScope(this.asking, caller, organizationId);
    const each = meant(state, caller.now).map((conditions) =>
      this.models.readModel<JobDocument>('jobs').find({
        where: [...scope, ...asked, ...conditions],
        order: { by: 'createdAt', descending: true },
        ...(page.after === undefined ? {} : { after: page.after }),
        limit: page.limit + 1,
      }),
    );
    const found = (await Promise.all(each))
      .flat()
      .toSorted(newestFirst)
      .slice(0, page.limit + 1);
    const { items, ...rest } = cutPage(found, page.limit, ({ createdAt: value, id }) => ({ value, id }));
    return { ...rest, items: items.map((job) => jobView(job, caller.now)) };
  }
}
