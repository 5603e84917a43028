import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { recordResult, type JobReport } from '../../domain/identities/decide/record-result';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { Random } from '../../kernel/random';
import { Deciding } from '../deciding/deciding';
import { FindJob } from './find-job';

/** What became of a job on its host; the same result twice is once. Errors: `Refused` when it is no job of this agent. */
export class RecordJobResult extends Command<void> {
  constructor(
    readonly context: Context,
    readonly jobId: string,
    readonly report: JobReport,
  ) {
    super();
  }
}

const FINE = 1_000_000;

@CommandHandler(RecordJobResult)
export class RecordJobResultHandler implements ICommandHandler<RecordJobResult> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(FindJob) private readonly jobs: FindJob,
    @Inject(PORTS.random) private readonly random: Random,
  ) {}

  async execute({ context, jobId, report }: RecordJobResult): Promise<void> {
    const id = identityOfJob(jobId);
    const unique = context.ids.next();
    const jitter = this.random.below(FINE) / FINE;
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, now }) => {
      const job = await this.jobs.find(jobId, state);
      return recordResult(state, id, job, report, { now, unique, jitter });
    });
  }
}
