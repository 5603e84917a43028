import { EnrollmentOfHandler } from './enrollment-of';
import { FindJobsToDoHandler } from './find-jobs-to-do';
import { GetJobHandler } from './get-job';
import { ListJobsHandler } from './list-jobs';

export const JOB_QUERIES = [ListJobsHandler, GetJobHandler, FindJobsToDoHandler, EnrollmentOfHandler];
