import { admitAgent, isToBeAdmitted } from '../domain/identities/decide/admit-agent';
import { replaceBarred } from '../domain/identities/decide/replace-barred';
import type { RotationStart } from '../domain/identities/decide/rotation';
import type { IdentityEvent } from '../domain/identities/events';
import type { IdentityState } from '../domain/identities/state';
import { typedByOf } from '../domain/identities/withheld';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import type { AgentAuthorization } from './agent-authorization';
import { mayKnowValues } from './may-know-values';

/** A job that an agent asks for. */
export interface AskedJob {
  readonly identity: IdentityState;
  readonly identityId: string;
  readonly jobId: string;
  readonly agent: AgentAuthorization;
}

/**
 * Whether an agent works for an identity at all, and whether what it asks for may be set there by now. Answers what is decided
 * instead of a lease; undefined: nothing stands against it.
 */
export const judgeAdmission = async (
  view: View,
  digest: Digest,
  { identity, identityId, jobId, agent: { agentId, hostId, admission } }: AskedJob,
  moment: RotationStart & { readonly unique: string },
): Promise<readonly IdentityEvent[] | undefined> => {
  if (admission !== undefined && isToBeAdmitted(identity, hostId, agentId)) {
    return admission === 'approved' ? admitAgent(identity, identityId, { hostId, agentId }, moment) : [];
  }
  const job = identity.jobs.find((open) => open.jobId === jobId && open.hostId === hostId);
  if (job === undefined) {
    return undefined;
  }
  const { now } = moment;
  const knows = (userId: string) => mayKnowValues(view, digest, userId, { identity, now });
  // What allowed it to be asked for, or typed, may be gone by now.
  const typer = job.type === 'set' ? typedByOf(identity, job.version) : undefined;
  const known = await Promise.all(
    [job.askedBy, typer].flatMap((userId) => (userId === undefined ? [] : knows(userId))),
  );
  return known.includes(false) ? replaceBarred(identity, identityId, job, moment) : undefined;
};
