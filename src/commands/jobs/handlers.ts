import { Admission } from './admission';
import { CancelJobHandler } from './cancel-job';
import { FindJob } from './find-job';
import { KeepLeaseHandler } from './keep-lease';
import { LeaseJobHandler } from './lease-job';
import { OnlineHosts } from './online-hosts';
import { RecordJobResultHandler } from './record-job-result';
import { RetryJobHandler } from './retry-job';
import { TargetClaims } from './target-claims';

export const JOB_COMMANDS = [
  FindJob,
  TargetClaims,
  Admission,
  OnlineHosts,
  LeaseJobHandler,
  KeepLeaseHandler,
  RecordJobResultHandler,
  CancelJobHandler,
  RetryJobHandler,
];
