import { Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CancelJob } from '../../commands/jobs/cancel-job';
import { RetryJob } from '../../commands/jobs/retry-job';
import type { Context } from '../../kernel/context';
import { GetJob } from '../../queries/jobs/get-job';
import { ListJobs } from '../../queries/jobs/list-jobs';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { recipe, type Made } from '../platform/repetition/recipe';
import { Cursors } from '../paging/cursors';
import { accepted, answered, single } from '../reply/reply';
import { JobDto, JobQuery } from './job.dtos';

const READS = ['jobs'];

const job = ({ context, ids: { id = '' } }: Made) => new GetJob(context, id);
const RETRIED = recipe({
  reads: READS,
  ask: job,
  reply: ({ item }, { ids, position }) => accepted(item, { ids, position }),
});
const CANCELLED = recipe({
  reads: READS,
  ask: job,
  reply: ({ item }, { ids, position }) => answered(item, { ids, position }),
});

@ApiTags('Hosts')
@Controller('jobs')
export class JobsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Endpoint({
    id: 'listJobs',
    summary: 'List jobs, newest first',
    permission: 'pam_vaults.view or hosts.manage_users in the organization',
    description: 'Units of work for hosts: what is queued, at work, done or failed.',
    answers: { 200: pageOf(JobDto) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { limit, cursor, ...filter }: JobQuery) {
    const list = `jobs ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListJobs(context, filter, page)));
  }

  @Get(':id')
  @Endpoint({
    id: 'getJob',
    summary: 'Read a job',
    permission: 'pam_vaults.view or hosts.manage_users in the organization of the host',
    description: 'One job, with what its agent reported.',
    answers: { 200: JobDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('job') id: string) {
    return single(await this.queries.execute(new GetJob(context, id)));
  }

  @Post(':id/retry')
  @Endpoint({
    id: 'retryJob',
    summary: 'Do a job once more that ended without success',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Answers the new job: the same version, on the same host.',
    answers: { 202: JobDto },
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
    repeat: RETRIED,
  })
  async retry(@Ctx() context: Context, @PathId('job') id: string) {
    const { id: again, position } = await this.commands.execute(new RetryJob(context, id));
    return this.answers.of(RETRIED, { context, ids: { id: again }, position });
  }

  @Post(':id/cancel')
  @Endpoint({
    id: 'cancelJob',
    summary: 'Call a job off that nobody is at',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Only while it is queued: what an agent has begun is never called off half-way.',
    answers: { 200: JobDto },
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
    repeat: CANCELLED,
  })
  async cancel(@Ctx() context: Context, @PathId('job') id: string) {
    const { position } = await this.commands.execute(new CancelJob(context, id));
    return this.answers.of(CANCELLED, { context, ids: { id }, position });
  }
}
