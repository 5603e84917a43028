import { notFound, requirePermission } from '../../access/require';
import { identity } from '../../domain/identities/evolve';
import { identityOfJob } from '../../domain/identities/job-id';
import type { IdentityState } from '../../domain/identities/state';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { DecisionContext } from '../deciding/decision-context';
import { loadCaller } from '../deciding/load-authorized';

/** A job's identity, in an organization where the caller holds `hosts.manage_users`. Whether there is such a job is seen later. */
export const loadAuthorizedJob = async (
  place: Pick<DecisionContext<unknown>, 'view' | 'about'>,
  context: Context,
  jobId: string,
  exists: (state: IdentityState) => Promise<boolean>,
): Promise<IdentityState | Refusal> => {
  const identityId = identityOfJob(jobId);
  const [{ state }, rights] = await Promise.all([place.view.load(identity, identityId), loadCaller(place, context)]);
  if (state.status === 'none' || !(await exists(state))) {
    return notFound('job');
  }
  const { organizationId, identityGroupId } = state;
  place.about({ organizationId, identityGroupId, identityId });
  return requirePermission(rights, 'hosts.manage_users', organizationId, 'job') ?? state;
};
