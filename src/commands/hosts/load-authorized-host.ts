import { assertNotLost } from '../../access/not-lost';
import { notFound, requirePermission } from '../../access/require';
import { host, type HostState } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { Loaded } from '../../kernel/stream-reader';
import type { DecisionContext } from '../deciding/decision-context';
import { loadCaller } from '../deciding/load-authorized';

/** A host that exists for the caller, in an organization where the caller holds `hosts.manage_users`. */
export const loadAuthorizedHost = async (
  place: Pick<DecisionContext<unknown>, 'view' | 'about'>,
  context: Context,
  hostId: string,
): Promise<Loaded<HostState> | Refusal> => {
  const [loaded, rights] = await Promise.all([place.view.load(host, hostId), loadCaller(place, context)]);
  const { status, organizationId } = loaded.state;
  if (status === 'none') await assertNotLost(place.view, 'host', hostId);
  else place.about({ organizationId, hostId });
  const refusal =
    status === 'active' ? requirePermission(rights, 'hosts.manage_users', organizationId, 'host') : notFound('host');
  return refusal ?? loaded;
};
