import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { JobDocument } from '../../../projections/jobs/document';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Asking } from '../asking/asking';
import type { Single } from '../asking/single';
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
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, jobId }: GetJob): Promise<Single<JobView>> {
    const asker = await this.asking.asker(context);
    const job = await this.models.readModel<JobDocument>('jobs').get(jobId);
    requireHost(this.asking, asker, job?.organizationId, 'job');
    const found = job as JobDocument;
    return { item: jobView(found, asker.now), revision: found.revision };
  }
}
