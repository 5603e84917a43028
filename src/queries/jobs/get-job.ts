import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { assertNotLost } from '../../access/not-lost';
import type { JobDocument } from '../../../projections/jobs/document';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { requireHost } from '../hosts/host-scope';
import { jobView, type JobView } from './job-view';

/** One job. Needs `hosts.manage_users` or `pam_vaults.view` in its organization. */
export class GetJob extends Query<Single<JobView>> {
  constructor(
    readonly context: Context,
    readonly jobId: string,
  ) {
    super();
  }
}

@QueryHandler(GetJob)
export class GetJobHandler implements IQueryHandler<GetJob> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, jobId }: GetJob): Promise<Single<JobView>> {
    const caller = await this.asking.caller(context);
    const job = await this.models.readModel<JobDocument>('jobs').get(jobId);
    if (job === undefined) await assertNotLost(caller.view, 'job', jobId);
    requireHost(this.asking, caller, job?.organizationId, 'job');
    const found = job as JobDocument;
    return { item: jobView(found, caller.now), revision: found.revision };
  }
}
