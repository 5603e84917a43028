import type {
  EncryptionUpgradeFinished,
  EncryptionUpgradeRequested,
  OrganizationChanged,
  OrganizationCreated,
  OrganizationDeleted,
  OrganizationResealed,
  OrganizationSecretSet,
} from '../../src/domain/organizations/events';
import { following, type Projector } from '../../src/kernel/projector';
import { ORGANIZATIONS, type OrganizationDocument } from './document';

type Fact =
  | OrganizationCreated
  | OrganizationChanged
  | OrganizationSecretSet
  | OrganizationResealed
  | OrganizationDeleted
  | EncryptionUpgradeRequested
  | EncryptionUpgradeFinished;

export const organizations: Projector<OrganizationDocument> = {
  schema: ORGANIZATIONS,
  streams: { id: (id) => [`organization-${id}`] },
  ...following<OrganizationDocument, Fact>(({ data }) => [data.organizationId], {
    'keyledger.organization-created.v1': (_, { data, revision }) => {
      const { organizationId: id, name, settings, createdAt } = data;
      return { id, name, hasSecret: false, settings, createdAt, revision };
    },
    'keyledger.organization-changed.v1': (organization, { data: { name, settings }, revision }) =>
      organization && { ...organization, name, settings, revision },
    'keyledger.organization-secret-set.v1': (organization, { revision }) =>
      organization && { ...organization, hasSecret: true, revision },
    'keyledger.organization-resealed.v1': (organization, { revision }) => organization && { ...organization, revision },
    'keyledger.encryption-upgrade-requested.v1': (organization, { revision }) =>
      organization && { ...organization, revision },
    'keyledger.encryption-upgrade-finished.v1': (organization, { revision }) =>
      organization && { ...organization, revision },
    'keyledger.organization-deleted.v1': () => undefined,
  }),
};
