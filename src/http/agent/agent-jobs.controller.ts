import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { KeepLease } from '../../commands/jobs/keep-lease';
import { RecordJobResult } from '../../commands/jobs/record-job-result';
import { ReportAgentFacts } from '../../commands/hosts/report-agent-facts';
import type { Context } from '../../kernel/context';
import { Ctx } from '../platform/endpoint/context';
import { PathId } from '../platform/endpoint/path-parameter';
import { EDGE_CONFIG, type EdgeConfig } from '../platform/edge-config';
import { JobPolls } from '../../services/jobs/job-polls';
import { Drain } from '../edge/drain';
import { Reply } from '../reply/reply';
import type { AgentCaller } from './agent-caller';
import { Agent, AgentEndpoint } from './agent-endpoint';
import { ClientDisconnected } from './client-disconnected';
import {
  JobResultDto,
  LeaseAnswerDto,
  LeaseDto,
  LeaseReferenceDto,
  LeaseUntilDto,
  RecordedDto,
} from './agent-job.dtos';

/** What an agent does: it asks for a job, says that it begins, that it is still at it, and what became of it. */
@Controller('agent/v1/jobs')
export class AgentJobsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(JobPolls) private readonly polls: JobPolls,
    @Inject(EDGE_CONFIG) private readonly config: EdgeConfig,
    @Inject(Drain) drain: Drain,
  ) {
    void drain.begins.then(() => polls.end());
  }

  @Post('lease')
  @AgentEndpoint({
    id: 'leaseJob',
    summary: 'Ask for a job, and wait for one',
    description: 'A long poll: 204 when there was none in time.',
    answers: { 200: LeaseAnswerDto, 204: null },
    unhurried: true,
    secret: true,
  })
  async lease(
    @Ctx() context: Context,
    @Agent() agent: AgentCaller,
    @Body() { wait, instance, facts }: LeaseDto,
    @ClientDisconnected() hungUp: AbortSignal,
  ) {
    if (facts !== undefined) {
      await this.commands.execute(new ReportAgentFacts(context, agent.agentId, facts));
    }
    const waitMs = Math.min(wait * 1000, this.config.pollMs);
    const job = await this.polls.next(context, agent, { waitMs, instance, hungUp });
    return job ?? new Reply(204, undefined);
  }

  @Post(':id/started')
  @AgentEndpoint({
    id: 'startJob',
    summary: 'Say that the account is about to be touched',
    description: 'From then on nobody calls the job off.',
    answers: { 200: LeaseUntilDto },
    codes: ['LEASE_LOST'],
  })
  started(
    @Ctx() context: Context,
    @Agent() { agentId }: AgentCaller,
    @PathId('job') id: string,
    @Body() { leaseId }: LeaseReferenceDto,
  ) {
    return this.keep(context, 'start', agentId, id, leaseId);
  }

  @Post(':id/extend')
  @AgentEndpoint({
    id: 'extendJob',
    summary: 'Say that it still goes on',
    description: 'Keeps the lease.',
    answers: { 200: LeaseUntilDto },
    codes: ['LEASE_LOST'],
  })
  extend(
    @Ctx() context: Context,
    @Agent() { agentId }: AgentCaller,
    @PathId('job') id: string,
    @Body() { leaseId }: LeaseReferenceDto,
  ) {
    return this.keep(context, 'extend', agentId, id, leaseId);
  }

  @Post(':id/result')
  @AgentEndpoint({
    id: 'reportJob',
    summary: 'Say what became of a job',
    description: 'Repeated until it is answered; the same result twice is once.',
    answers: { 200: RecordedDto },
    codes: ['NOT_FOUND', 'CONFLICT'],
  })
  async result(
    @Ctx() context: Context,
    @Agent() { agentId }: AgentCaller,
    @PathId('job') id: string,
    @Body() { leaseId: _, ...result }: JobResultDto,
  ) {
    await this.commands.execute(new RecordJobResult(context, id, { ...result, agentId }));
    return new Reply(200, {});
  }

  private async keep(context: Context, step: 'start' | 'extend', agentId: string, jobId: string, leaseId: string) {
    return new Reply(200, await this.commands.execute(new KeepLease(context, step, agentId, jobId, leaseId)));
  }
}
