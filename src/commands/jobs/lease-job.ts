import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { judgeAdmission } from '../../access/admission';
import { agentAuthorizationOf } from '../../access/agent-authorization';
import { endUndisclosed } from '../../domain/identities/decide/end-job';
import { leaseJob } from '../../domain/identities/decide/lease-job';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { JobLeased } from '../../domain/jobs/events';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { JobSealing, type JobValues } from '../../kernel/job-sealing';
import { StoreDamaged } from '../../kernel/store-errors';
import { Decisions } from '../deciding/decisions';
import type { Opener } from '../material/opening';
import { Values } from '../material/values';
import { orderOf, type LeasedJob } from './job-leased';

/** An agent asks for a job; undefined: not this one, not now. */
export class LeaseJob extends Command<LeasedJob | undefined> {
  constructor(
    readonly context: Context,
    readonly jobId: string,
    readonly agentId: string,
    readonly instance: string,
  ) {
    super();
  }
}

interface Openers {
  readonly value: Opener;
  readonly previous?: Opener;
  readonly former: readonly Opener[];
  /** Of keys of which the agent is told the public half alone. */
  readonly old: readonly Opener[];
}

const opened = ({ value, previous, former, old }: Openers): JobValues => ({
  value: value(),
  ...(previous === undefined ? {} : { previous: previous() }),
  ...(former.length === 0 ? {} : { former: former.map((open) => open()) }),
  ...(old.length === 0 ? {} : { toTakeAway: old.map((open) => open()) }),
});

const isLeased = (event: { readonly type: string }): event is JobLeased => event.type === 'keyledger.job-leased.v1';

/**
 * The disclosure is a fact before anything is opened or sealed; what opening needs was read before it. If opening fails all
 * the same, nothing leaves the server, and that is a fact too.
 */
@CommandHandler(LeaseJob)
export class LeaseJobHandler implements ICommandHandler<LeaseJob> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Values) private readonly values: Values,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(JobSealing) private readonly sealing: JobSealing,
  ) {}

  async execute({ context, jobId, agentId, instance }: LeaseJob): Promise<LeasedJob | undefined> {
    const id = identityOfJob(jobId);
    const [leaseId, rotationId] = [context.ids.next(), context.ids.next()];
    let openers: Openers | undefined;
    let damage: StoreDamaged | undefined;
    let sealingKey = '';
    const { events, state, now } = await this.deciding.decide(context, { fold: identity, id }, async (decision) => {
      const { view, target } = decision;
      const agent = await agentAuthorizationOf(view, agentId);
      if (agent?.status !== 'active' || agent.organizationId !== target.state.organizationId) {
        return [];
      }
      const moment = { now: decision.now, rotationId, unique: rotationId };
      const asked = { identity: target.state, identityId: id, jobId, agent };
      const barred = await judgeAdmission(view, this.digest, asked, moment);
      if (barred !== undefined) {
        damage = undefined;
        return barred;
      }
      const lessee = { agentId, hostId: agent.hostId, instance, leaseId };
      const decided = leaseJob(target.state, id, jobId, lessee, moment);
      const leased = decided.find(isLeased);
      ({ sealingKey } = agent);
      try {
        openers = leased && (await this.fetch(id, leased.data));
        damage = undefined;
        return decided;
      } catch (error) {
        if (!(error instanceof StoreDamaged)) throw error;
        // Left as it is, it would be the first that every poll of its host comes upon, and nothing else would be done there.
        damage = error;
        return endUndisclosed(target.state, id, (job) => job.jobId === jobId, decision.now);
      }
    });
    if (damage !== undefined) {
      throw damage;
    }
    const leased = events.find(isLeased)?.data;
    if (leased === undefined || openers === undefined) {
      return undefined;
    }
    const notAfter = state.jobs.find((job) => job.jobId === jobId)?.notAfter ?? leased.leaseUntil;
    try {
      const job = await this.sealing.seal(orderOf(state, leased, notAfter, now), opened(openers), sealingKey);
      return { leaseId, leaseUntil: leased.leaseUntil, job };
    } catch (error) {
      await this.deciding.decide(context, { fold: identity, id }, (decision) =>
        endUndisclosed(decision.target.state, id, (open) => open.lease?.leaseId === leaseId, decision.now),
      );
      throw error;
    }
  }

  private async fetch(identityId: string, leased: JobLeased['data']): Promise<Openers> {
    const { version, previousVersion, formerVersions = [], publicVersions = [] } = leased;
    const reads = this.values.reads();
    const fetch = (each: number): Promise<Opener> => this.values.fetch(identityId, each, reads);
    const [value, former, old] = await Promise.all([
      fetch(version),
      Promise.all(formerVersions.map(fetch)),
      Promise.all(publicVersions.map(fetch)),
    ]);
    return previousVersion === undefined
      ? { value, former, old }
      : { value, previous: await fetch(previousVersion), former, old };
  }
}
