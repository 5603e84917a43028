import { Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { KeepLease } from '../../commands/jobs/keep-lease';
import { RecordJobResult } from '../../commands/jobs/record-job-result';
import { ReportAgentFacts } from '../../commands/hosts/report-agent-facts';
import type { Context } from '../../kernel/context';
import type { JobResult, LeaseReference, LeaseRequest } from '../../../wire/agent-messages';
import { Ctx, Input, PathId } from '../operation/parameters';
import { Reply } from '../reply/reply';
import type { AgentCaller } from './agent-caller';
import { AgentOperation } from './agent-operation';
import { Agent } from './agent-parameter';
import { HungUp } from './hung-up';
import { JobPolls } from './job-polls';
import { JobResultBody, LeaseAnswerBody, LeaseBody, LeaseReferenceBody, LeaseUntil, Recorded } from './job-schemas';

/** What an agent does: it asks for a job, says that it begins, that it is still at it, and what became of it. */
@Controller('agent/v1/jobs')
export class AgentJobsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(JobPolls) private readonly polls: JobPolls,
  ) {}

  @Post('lease')
  @AgentOperation({
    summary: 'Ask for a job, and wait for one',
    body: LeaseBody,
    answers: { 200: LeaseAnswerBody, 204: null },
    unhurried: true,
    secret: true,
  })
  async lease(
    @Ctx() context: Context,
    @Agent() agent: AgentCaller,
    @Input() { wait, instance, facts }: LeaseRequest,
    @HungUp() hungUp: AbortSignal,
  ) {
    if (facts !== undefined) {
      await this.commands.execute(new ReportAgentFacts(context, agent.agentId, facts));
    }
    const job = await this.polls.next(context, agent, { waitMs: wait * 1000, instance, hungUp });
    return job ?? new Reply(204, undefined);
  }

  @Post(':id/started')
  @AgentOperation({
    summary: 'Say that the account is about to be touched',
    body: LeaseReferenceBody,
    answers: { 200: LeaseUntil },
    codes: ['LEASE_LOST'],
  })
  started(
    @Ctx() context: Context,
    @Agent() { agentId }: AgentCaller,
    @PathId() id: string,
    @Input() { leaseId }: LeaseReference,
  ) {
    return this.keep(context, 'start', agentId, id, leaseId);
  }

  @Post(':id/extend')
  @AgentOperation({
    summary: 'Say that it still goes on',
    body: LeaseReferenceBody,
    answers: { 200: LeaseUntil },
    codes: ['LEASE_LOST'],
  })
  extend(
    @Ctx() context: Context,
    @Agent() { agentId }: AgentCaller,
    @PathId() id: string,
    @Input() { leaseId }: LeaseReference,
  ) {
    return this.keep(context, 'extend', agentId, id, leaseId);
  }

  @Post(':id/result')
  @AgentOperation({
    summary: 'Say what became of a job',
    description: 'Repeated until it is answered; the same result twice is once.',
    body: JobResultBody,
    answers: { 200: Recorded },
    codes: ['NOT_FOUND', 'CONFLICT'],
  })
  async result(
    @Ctx() context: Context,
    @Agent() { agentId }: AgentCaller,
    @PathId() id: string,
    @Input() { leaseId: _, ...result }: JobResult,
  ) {
    await this.commands.execute(new RecordJobResult(context, id, { ...result, agentId }));
    return new Reply(200, {});
  }

  private async keep(context: Context, step: 'start' | 'extend', agentId: string, jobId: string, leaseId: string) {
    return new Reply(200, await this.commands.execute(new KeepLease(context, step, agentId, jobId, leaseId)));
  }
}
