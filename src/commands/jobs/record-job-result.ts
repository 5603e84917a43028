import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { recordResult, type JobReport } from '../../domain/identities/decide/record-result';
import { subjectOf } from '../../domain/identities/decide/rotation';
import { shareAccount } from '../../domain/identities/decide/share-account';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { Context } from '../../kernel/context';
import { StreamReader } from '../../kernel/stream-reader';
import { Random } from '../../kernel/random';
import { Decisions } from '../deciding/decisions';
import { FindJob } from './find-job';
import { sharingOf, type Shared } from './sharing-of';
import { TargetClaims, type ClaimsOnTarget } from './target-claims';

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
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FindJob) private readonly jobs: FindJob,
    @Inject(TargetClaims) private readonly claims: TargetClaims,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Random) private readonly random: Random,
  ) {}

  async execute({ context, jobId, report }: RecordJobResult): Promise<void> {
    const id = identityOfJob(jobId);
    const unique = context.ids.next();
    const jitter = this.random.below(FINE) / FINE;
    const claims = await this.claimed(context, id, jobId, report);
    let found: readonly Shared[] = [];
    const { now } = await this.deciding.decide(context, { fold: identity, id }, async (decision) => {
      const { state } = decision.target;
      const job = await this.jobs.find(jobId, state);
      const { target } = report;
      const caller = { identityId: id, hostId: job?.hostId ?? '', state };
      found =
        claims === undefined || target === undefined ? [] : await sharingOf(decision.view, caller, claims, target);
      const sharing = found.map(({ own }) => own);
      return recordResult(state, id, job, report, { now: decision.now, unique, jitter }, sharing);
    });
    for (const { other } of found) {
      if (other === undefined) continue;
      const { identityId, hostId, told } = other;
      await this.deciding.decide(context, { fold: identity, id: identityId }, ({ target }) =>
        shareAccount(target.state, identityId, hostId, told, now),
      );
    }
  }

  /** Only of a job that is this agent's, and of an account that the identity still means. */
  private async claimed(
    context: Context,
    id: string,
    jobId: string,
    { agentId, target }: JobReport,
  ): Promise<ClaimsOnTarget | undefined> {
    if (target === undefined) return undefined;
    const { state } = await (await this.reader.fresh()).load(identity, id);
    const job = state.jobs.find((open) => open.jobId === jobId);
    const { connector = '', hostIds } = state.settings;
    if (job?.lease?.agentId !== agentId || !hostIds.includes(job.hostId)) return undefined;
    return this.claims.claim(context, subjectOf(state, id), { hostId: job.hostId, agentId, connector }, target);
  }
}
