import { Module } from '@nestjs/common';
import { AgentJobsController } from '../http/agent/agent-jobs.controller';
import { AgentController } from '../http/agent/agent.controller';
import { ChallengeController } from '../http/agent/challenge.controller';
import { ServerKeyController } from '../http/agent/server-key.controller';
import { JobNotifier } from '../services/jobs/job-notifier';
import { JobPolls } from '../services/jobs/job-polls';

/** What agents speak to: their routes, and who is told of jobs. */
@Module({
  controllers: [AgentController, ChallengeController, ServerKeyController, AgentJobsController],
  providers: [JobNotifier, JobPolls],
})
export class AgentModule {}
