import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { JobDocument } from '../../../projections/jobs/document';
import { Clock } from '../../kernel/clock';
import { ReadModels } from '../../kernel/read-models';
import { timestamp } from '../../kernel/time';

/** More than a host has at once; those beyond come when these are done. */
const MOST = 200;

/** What an agent could be handed now, and what may become so. */
export interface JobsToDo {
  /** Worth asking for, oldest first, those it had before in front. */
  readonly jobIds: readonly string[];
  /** Identities with open jobs there: what happens to them may set one free. */
  readonly identityIds: readonly string[];
  /** The next moment at which time alone sets one free, ms since 1970. */
  readonly nextAt?: number;
}

/** Open jobs of a host, as the read model has them; whether one is handed out is decided on its identity's stream. */
export class FindJobsToDo extends Query<JobsToDo> {
  constructor(
    readonly hostId: string,
    readonly agentId: string,
  ) {
    super();
  }
}

@QueryHandler(FindJobsToDo)
export class FindJobsToDoHandler implements IQueryHandler<FindJobsToDo> {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute({ hostId, agentId }: FindJobsToDo): Promise<JobsToDo> {
    const open = await this.models.readModel<JobDocument>('jobs').find({
      where: [{ field: 'openOn', is: hostId }],
      order: { by: 'createdAt' },
      limit: MOST,
    });
    const now = timestamp(this.clock.now());
    const freeAt = ({ notBefore = '', leaseUntil = '', agentId: lessee, state }: JobDocument): string => {
      const isHeldByAnother = lessee !== agentId && state !== 'queued';
      return isHeldByAnother && leaseUntil > notBefore ? leaseUntil : notBefore;
    };
    const free = open.filter((job) => freeAt(job) <= now);
    const mine = free.filter((job) => job.agentId === agentId);
    const later = open.map(freeAt).filter((time) => time > now);
    return {
      jobIds: [...mine, ...free.filter((job) => job.agentId !== agentId)].map(({ id }) => id),
      identityIds: [...new Set(open.map(({ identityId }) => identityId))],
      ...(later.length === 0 ? {} : { nextAt: Date.parse(later.toSorted()[0] as string) }),
    };
  }
}
