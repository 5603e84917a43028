import { notFound } from '../../access/require';
import { requireAccessReviewer } from '../../access/review-access';
import type { CallerPermissions } from '../../access/caller-permissions';
import type { AccessReviewState } from '../../domain/access-reviews/state';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { DecisionContext } from '../deciding/decision-context';
import { loadCaller } from '../deciding/load-authorized';

/** A review that exists for the caller, in an organization where the caller holds reviews. */
export const loadAuthorizedReview = async (
  decision: DecisionContext<AccessReviewState>,
  context: Context,
): Promise<CallerPermissions | Refusal> => {
  const { status, organizationId, identityGroupId } = decision.target.state;
  if (status === 'none') {
    return notFound('access review');
  }
  decision.about({ organizationId, identityGroupId });
  const rights = await loadCaller(decision, context);
  return requireAccessReviewer(rights, organizationId, 'access review') ?? (rights as CallerPermissions);
};
