import { Module } from '@nestjs/common';
import { AdmitAgentHandler } from '../commands/jobs/admit-agent';
import { CancelJobHandler } from '../commands/jobs/cancel-job';
import { ExpireJobHandler } from '../commands/jobs/expire-job';
import { FindJob } from '../commands/jobs/find-job';
import { GiveUpJobsHandler } from '../commands/jobs/give-up-jobs';
import { KeepLeaseHandler } from '../commands/jobs/keep-lease';
import { LeaseJobHandler } from '../commands/jobs/lease-job';
import { OnlineHosts } from '../commands/jobs/online-hosts';
import { RecordJobResultHandler } from '../commands/jobs/record-job-result';
import { RetryJobHandler } from '../commands/jobs/retry-job';
import { TargetClaims } from '../commands/jobs/target-claims';
import { VerifyHostsHandler } from '../commands/jobs/verify-hosts';
import { EnrollmentController } from '../http/jobs/enrollment.controller';
import { JobsController } from '../http/jobs/jobs.controller';
import { AdmitAgentWhenApproved } from '../policies/admit-agent-when-approved';
import { ExpireJobWhenDue } from '../policies/expire-job-when-due';
import { GiveUpJobsWhenAgentRevoked } from '../policies/give-up-jobs-when-agent-revoked';
import { VerifyHostsDaily } from '../policies/verify-hosts-daily';
import { VerifyHostsWhenAgentApproved } from '../policies/verify-hosts-when-agent-approved';
import { EnrollmentOfHandler } from '../queries/jobs/enrollment-of';
import { FindJobsToDoHandler } from '../queries/jobs/find-jobs-to-do';
import { GetJobHandler } from '../queries/jobs/get-job';
import { ListJobsHandler } from '../queries/jobs/list-jobs';

/** Work of hosts: its queue, its results, and what follows. */
@Module({
  controllers: [JobsController, EnrollmentController],
  providers: [
    FindJob,
    TargetClaims,
    OnlineHosts,
    LeaseJobHandler,
    KeepLeaseHandler,
    RecordJobResultHandler,
    CancelJobHandler,
    RetryJobHandler,
    ExpireJobHandler,
    AdmitAgentHandler,
    GiveUpJobsHandler,
    VerifyHostsHandler,
    ListJobsHandler,
    GetJobHandler,
    FindJobsToDoHandler,
    EnrollmentOfHandler,
    ExpireJobWhenDue,
    GiveUpJobsWhenAgentRevoked,
    VerifyHostsDaily,
    VerifyHostsWhenAgentApproved,
    AdmitAgentWhenApproved,
  ],
  exports: [
    OnlineHosts,
    ExpireJobWhenDue,
    GiveUpJobsWhenAgentRevoked,
    VerifyHostsDaily,
    VerifyHostsWhenAgentApproved,
    AdmitAgentWhenApproved,
  ],
})
export class JobsModule {}
