import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CancelJob } from '../../commands/jobs/cancel-job';
import { RetryJob } from '../../commands/jobs/retry-job';
import type { Context } from '../../kernel/context';
import { GetJob } from '../../queries/jobs/get-job';
import { ListJobs } from '../../queries/jobs/list-jobs';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { accepted, answered, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { Job, JobQuery } from './job-schemas';

const READS = ['jobs'];

@Controller('jobs')
export class JobsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Operation({
    summary: 'List jobs, newest first',
    id: 'listJobs',
    permission: 'pam_vaults.view or hosts.manage_users in the organization',
    description: 'Units of work for hosts: what is queued, at work, done or failed.',
    tag: 'Hosts',
    query: JobQuery,
    answers: { 200: listOf(Job) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { limit, cursor, ...filter }: JobQuery) {
    const list = `jobs ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListJobs(context, filter, page)));
  }

  @Get(':id')
  @Operation({
    summary: 'Read a job',
    id: 'getJob',
    permission: 'pam_vaults.view or hosts.manage_users in the organization of the host',
    description: 'One job, with what its agent reported.',
    tag: 'Hosts',
    thing: 'job',
    answers: { 200: Job },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetJob(context, id)));
  }

  @Post(':id/retry')
  @Operation({
    summary: 'Do a job once more that ended without success',
    id: 'retryJob',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Answers the new job: the same version, on the same host.',
    tag: 'Hosts',
    thing: 'job',
    answers: { 202: Job },
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
    repeat: 'repeatRetry',
  })
  async retry(@Ctx() context: Context, @PathId() id: string) {
    const { id: again, position } = await this.commands.execute(new RetryJob(context, id));
    return accepted(await this.read(context, again, position), { ids: { id: again }, position });
  }

  async repeatRetry({ receipt: { ids, position }, context }: Repetition) {
    const id = ids['id'] ?? '';
    return accepted(await this.read(context, id, position), { ids: { id }, position });
  }

  @Post(':id/cancel')
  @Operation({
    summary: 'Call a job off that nobody is at',
    id: 'cancelJob',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Only while it is queued: what an agent has begun is never called off half-way.',
    tag: 'Hosts',
    thing: 'job',
    answers: { 200: Job },
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
    repeat: 'repeatCancel',
  })
  async cancel(@Ctx() context: Context, @PathId() id: string) {
    const { position } = await this.commands.execute(new CancelJob(context, id));
    return answered(await this.read(context, id, position), { ids: { id }, position });
  }

  async repeatCancel({ receipt: { ids, position }, context }: Repetition) {
    const id = ids['id'] ?? '';
    return answered(await this.read(context, id, position), { ids: { id }, position });
  }

  private async read(context: Context, id: string, position: string) {
    const ask = () => this.queries.execute(new GetJob(context, id));
    const { item } = await this.consistency.afterWrite(position, READS, ask);
    return item;
  }
}
