import { requirePermission } from '../../access/require';
import type { Context } from '../../kernel/context';
import { refuse, type Refusal } from '../../kernel/refusal';
import { callerAt } from '../deciding/reach';
import type { Desk } from '../deciding/desk';

/** What somebody else than its holder hears of a session: who may not see it learns nothing, who may is told `why`. */
export const refuseStranger = async (
  desk: Desk<unknown>,
  context: Context,
  organizationId: string,
  why: string,
): Promise<Refusal> =>
  requirePermission(await callerAt(desk, context), 'pam_vaults.view', organizationId, 'session') ??
  refuse('PERMISSION_DENIED', why);
