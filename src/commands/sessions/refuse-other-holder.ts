import { requirePermission } from '../../access/require';
import type { Context } from '../../kernel/context';
import { refuse, type Refusal } from '../../kernel/refusal';
import { loadCaller } from '../deciding/load-authorized';
import type { DecisionContext } from '../deciding/decision-context';

/** What somebody else than its holder hears of a session: who may not see it learns nothing, who may is told `why`. */
export const refuseOtherHolder = async (
  decision: DecisionContext<unknown>,
  context: Context,
  organizationId: string,
  why: string,
): Promise<Refusal> =>
  requirePermission(await loadCaller(decision, context), 'pam_vaults.view', organizationId, 'session') ??
  refuse('PERMISSION_DENIED', why);
