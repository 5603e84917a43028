import { judgeAdmission } from '../src/access/admission';
import { agentAuthorizationOf } from '../src/access/agent-authorization';
import { leaseJob } from '../src/domain/identities/decide/lease-job';
import type { IdentityState } from '../src/domain/identities/state';
import type { JobLeased } from '../src/domain/jobs/events';
import { refuse, type Refusal } from '../src/kernel/refusal';
import type { View } from '../src/kernel/stream-reader';
import type { ReadFact } from './facts-of-streams';
import { LEASED, text } from './kinds-of-facts';

type Versions = Partial<
  Pick<JobLeased['data'], 'version' | 'previousVersion' | 'formerVersions' | 'disclosedVersions'>
>;

/** Whose values went to the host. */
const versionsIn = (data: Versions): readonly number[] => {
  const { version, previousVersion, formerVersions = [], disclosedVersions = [] } = data;
  const sent = [version, previousVersion, ...formerVersions, ...disclosedVersions];
  return sent.filter((each) => each !== undefined);
};

const isLeased = (event: { readonly type: string }): event is JobLeased => event.type === LEASED;

/** What the deciding code says of values that were sent to a host's agent. Throws `StreamUnreadable`. */
export const judgeLease = async (
  view: View,
  { data }: ReadFact,
  {
    identity,
    identityId,
    now,
  }: { readonly identity: IdentityState; readonly identityId: string; readonly now: string },
): Promise<Refusal | undefined> => {
  const agentId = text(data, 'agentId');
  const jobId = text(data, 'jobId');
  const agent = await agentAuthorizationOf(view, agentId);
  if (agent?.status !== 'active' || agent.organizationId !== identity.organizationId) {
    return refuse('PERMISSION_DENIED', 'No agent that is at work asked for it.');
  }
  const moment = { now, rotationId: '', unique: '' };
  const barred = await judgeAdmission(view, view.digest, { identity, identityId, jobId, agent }, moment);
  if (barred !== undefined) return refuse('PERMISSION_DENIED', 'The value was not to be sent to this agent.');
  const lessee = { agentId, hostId: agent.hostId, instance: '', leaseId: '' };
  const leased = leaseJob(identity, identityId, jobId, lessee, moment).find(isLeased);
  if (leased === undefined) return refuse('CONFLICT', 'There was no such job to be had.');
  const may = versionsIn(leased.data);
  const more = versionsIn(data as Versions).filter((version) => !may.includes(version));
  return more.length === 0
    ? undefined
    : refuse('PERMISSION_DENIED', `Versions were sent that this job does not take: ${more.join(', ')}.`);
};
