import type { Projector } from '../src/kernel/projector';
import { accessRequests } from './access-requests/projector';
import { accessReviews } from './access-reviews/projector';
import { accessUses } from './access-uses/projector';
import { access } from './access/projector';
import { agents } from './agents/projector';
import { auditTrail } from './audit-trail/projector';
import { deadlines } from './deadlines/projector';
import { deliveries } from './deliveries/projector';
import { exposureRotations } from './exposure-rotations/projector';
import { exposures } from './exposures/projector';
import { hostMembers } from './host-members/projector';
import { hosts } from './hosts/projector';
import { identities } from './identities/projector';
import { idpGroups } from './idp-groups/projector';
import { idpMembers } from './idp-members/projector';
import { idpUsers } from './idp-users/projector';
import { jobs } from './jobs/projector';
import { inbox } from './inbox/projector';
import { ledger } from './ledger/projector';
import { names } from './names/projector';
import { organizations } from './organizations/projector';
import { roles } from './roles/projector';
import { sessions } from './sessions/projector';
import { users } from './users/projector';
import { vaults } from './vaults/projector';

/** Every read model of the application. Names are permanent; a change of meaning is a new version in its schema. */
export const PROJECTIONS: readonly Projector<unknown>[] = [
  organizations,
  users,
  roles,
  idpUsers,
  idpGroups,
  idpMembers,
  vaults,
  hosts,
  agents,
  hostMembers,
  identities,
  jobs,
  sessions,
  access,
  accessRequests,
  accessReviews,
  accessUses,
  exposures,
  exposureRotations,
  names,
  inbox,
  deliveries,
  auditTrail,
  ledger,
  deadlines,
];

/** Read models of former releases, of which nothing is left but what lies in stores. */
export const FORMER_MODELS: readonly string[] = ['open_sessions'];
