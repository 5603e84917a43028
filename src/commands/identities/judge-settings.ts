import { notFound, requirePermission } from '../../access/require';
import type { Standing } from '../../access/standing';
import { host } from '../../domain/hosts/state';
import { CONNECTORS, checkConnector } from '../../domain/identities/connectors';
import type { IdentitySettings } from '../../domain/identities/events';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import { entryOf } from '../../kernel/entry-of';
import type { Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';

/** Do the hosts exist in the organization, may the caller add those that are new, does the connector fit? */
export const judgeSettings = async (
  view: View,
  standing: Standing,
  organizationId: string,
  settings: IdentitySettings,
  hostIdsBefore: readonly string[],
): Promise<Refusal | undefined> => {
  const unfit = checkConnector(settings.credentialType, settings.connector, settings.connectorSettings);
  const limits = settings.connector === undefined ? {} : entryOf(CONNECTORS, settings.connector)?.limits;
  const refusal = unfit ?? judgePolicy(settings.passwordPolicy, limits);
  if (refusal !== undefined) {
    return refusal;
  }
  for (const hostId of settings.hostIds) {
    const { state } = await view.load(host, hostId);
    if (state.status !== 'active' || state.organizationId !== organizationId) {
      return notFound('host');
    }
  }
  const added = settings.hostIds.some((hostId) => !hostIdsBefore.includes(hostId));
  return added ? requirePermission(standing, 'hosts.manage_users', organizationId, 'organization') : undefined;
};
