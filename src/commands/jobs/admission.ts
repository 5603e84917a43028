import { Inject, Injectable } from '@nestjs/common';
import type { AgentAuthorization } from '../../access/agent-authorization';
import { mayKnowValues } from '../../access/may-know-values';
import { admitAgent, isToBeAdmitted } from '../../domain/identities/decide/admit-agent';
import { replaceBarred } from '../../domain/identities/decide/replace-barred';
import type { RotationStart } from '../../domain/identities/decide/rotation';
import type { IdentityEvent } from '../../domain/identities/events';
import type { IdentityState } from '../../domain/identities/state';
import { typedByOf } from '../../domain/identities/withheld';
import { Digest } from '../../kernel/digest';
import type { DecisionContext } from '../deciding/decision-context';

/** Whether an agent works for an identity at all, and whether what it asks for may be set there by now. */
@Injectable()
export class Admission {
  constructor(@Inject(Digest) private readonly digest: Digest) {}

  /** What is decided instead of a lease; undefined: nothing stands against it. */
  async judge(
    { view, target: { state } }: DecisionContext<IdentityState>,
    identityId: string,
    jobId: string,
    agent: AgentAuthorization,
    moment: RotationStart & { readonly unique: string },
  ): Promise<readonly IdentityEvent[] | undefined> {
    const { agentId, hostId, admission } = agent;
    if (admission !== undefined && isToBeAdmitted(state, hostId, agentId)) {
      return admission === 'approved' ? admitAgent(state, identityId, { hostId, agentId }, moment) : [];
    }
    const job = state.jobs.find((open) => open.jobId === jobId && open.hostId === hostId);
    if (job === undefined) {
      return undefined;
    }
    const { now } = moment;
    const knows = (userId: string) => mayKnowValues(view, this.digest, userId, { identity: state, now });
    // What allowed it to be asked for, or typed, may be gone by now.
    const typer = job.type === 'set' ? typedByOf(state, job.version) : undefined;
    const known = await Promise.all(
      [job.askedBy, typer].flatMap((userId) => (userId === undefined ? [] : knows(userId))),
    );
    return known.includes(false) ? replaceBarred(state, identityId, job, moment) : undefined;
  }
}
