import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { JobDocument } from '../../../projections/jobs/document';
import { vaultAccessOf } from '../../access/vault-access';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { identityView, type IdentityView } from '../identities/identity-view';
import { jobView, type JobView } from './job-view';

/** What an enrollment made, for whoever asked for it. Needs `hosts.manage_users` where it was made. */
export class EnrollmentOf extends Query<{ readonly identity: IdentityView; readonly job: JobView }> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly jobId: string,
  ) {
    super();
  }
}

@QueryHandler(EnrollmentOf)
export class EnrollmentOfHandler implements IQueryHandler<EnrollmentOf> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, identityId, jobId }: EnrollmentOf) {
    const caller = await this.asking.caller(context);
    const identity = await this.models.readModel<IdentityDocument>('identities').get(identityId);
    const job = await this.models.readModel<JobDocument>('jobs').get(jobId);
    const organizationId = job === undefined ? undefined : identity?.organizationId;
    this.asking.require(caller, 'hosts.manage_users', organizationId, 'identity');
    const found = identity as IdentityDocument;
    const now = await this.asking.nowOf(caller, identityId);
    const access = await vaultAccessOf(caller.view, this.digest, caller.rights, found.identityGroupId, now);
    return { identity: identityView(found, access, now), job: jobView(job as JobDocument, now) };
  }
}
