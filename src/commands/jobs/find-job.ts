import { Inject, Injectable } from '@nestjs/common';
import { identityOfJob } from '../../domain/identities/job-id';
import { jobRecord, openJobRecord, type JobRecord } from '../../domain/identities/job-record';
import type { IdentityState } from '../../domain/identities/state';
import type { JobEvent } from '../../domain/jobs/events';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { StreamReader } from '../../kernel/stream-reader';

const PAGE = 200;

/** Finds a job, one that is over too: that by reading its identity's stream backwards to where it was queued. */
@Injectable()
export class FindJob {
  constructor(@Inject(StreamReader) private readonly reader: StreamReader) {}

  async find(jobId: string, state: IdentityState): Promise<JobRecord | undefined> {
    const open = state.jobs.find((job) => job.jobId === jobId);
    return open === undefined ? this.findEnded(jobId) : openJobRecord(open);
  }

  private async findEnded(jobId: string): Promise<JobRecord | undefined> {
    const stream = `identity-${identityOfJob(jobId)}`;
    const facts: RecordedEvent[] = [];
    for (let from = Number.MAX_SAFE_INTEGER; from >= 0;) {
      const page = await this.reader.page(stream, from, PAGE, 'backwards');
      const mine = page.filter(({ data }) => (data as { jobId?: string }).jobId === jobId);
      facts.unshift(...mine.toReversed());
      const last = page.at(-1);
      if (last === undefined || mine.some(({ type }) => type === 'keyledger.job-queued.v1')) {
        break;
      }
      from = last.revision - 1;
    }
    return jobRecord(jobId, facts as unknown as readonly JobEvent[]);
  }
}
