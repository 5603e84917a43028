import { accessGrants } from '../../../src/domain/access-grants/state';
import { accessReview } from '../../../src/domain/access-reviews/state';
import { account } from '../../../src/domain/accounts/state';
import { breakGlassTries } from '../../../src/domain/break-glass/state';
import { damage } from '../../../src/domain/damage/state';
import { evidence } from '../../../src/domain/evidence/state';
import { disclosureWatch } from '../../../src/domain/disclosure-watch/state';
import { idpEmail, idpGroup, idpUser } from '../../../src/domain/directory/state';
import { exposureRotation } from '../../../src/domain/exposures/state';
import { host, hostAccount, hostMembersStream } from '../../../src/domain/hosts/state';
import { identity } from '../../../src/domain/identities/evolve';
import { toldMatches } from '../../../src/domain/identities/told-matches';
import { materialStore } from '../../../src/domain/material-stores/state';
import { organizationMembers } from '../../../src/domain/organization-members/state';
import { logHistory } from '../../../src/domain/log-history/state';
import { logLosses } from '../../../src/domain/log-losses/state';
import { notificationChannels } from '../../../src/domain/notification-channels/state';
import { notificationTarget } from '../../../src/domain/notification-deliveries/state';
import { notification } from '../../../src/domain/notifications/state';
import { organization } from '../../../src/domain/organizations/state';
import { policy } from '../../../src/domain/policies/state';
import { scimConnections } from '../../../src/domain/scim-connections/state';
import { supportAccess } from '../../../src/domain/support-access/state';
import { user, userEmail, userSubject } from '../../../src/domain/users/state';
import { targetAccount, targetMachine } from '../../../src/domain/targets/state';
import { vaultMembers } from '../../../src/domain/vault-members/state';
import { vault } from '../../../src/domain/vaults/state';
import type { DomainEvent } from '../../../src/kernel/event';
import type { Fold } from '../../../src/kernel/fold';

/** Every fold of the application. */
export const FOLDS = [
  vault,
  vaultMembers,
  accessGrants,
  accessReview,
  identity,
  toldMatches,
  host,
  materialStore,
  hostMembersStream,
  hostAccount,
  targetMachine,
  targetAccount,
  organization,
  organizationMembers,
  user,
  userEmail,
  userSubject,
  account,
  idpUser,
  idpEmail,
  idpGroup,
  breakGlassTries,
  disclosureWatch,
  damage,
  evidence,
  exposureRotation,
  logHistory,
  logLosses,
  policy,
  scimConnections,
  supportAccess,
  notification,
  notificationChannels,
  notificationTarget,
] as unknown as readonly Fold<object, DomainEvent>[];
