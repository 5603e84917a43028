import type { OrganizationEvent } from '../../src/domain/organizations/events';
import type { Projector } from '../../src/kernel/projector';
import { ORGANIZATIONS, type OrganizationDocument } from './document';

export const organizations: Projector<OrganizationDocument> = {
  schema: ORGANIZATIONS,
  types: [
    'keyledger.organization-created.v1',
    'keyledger.organization-changed.v1',
    'keyledger.organization-secret-set.v1',
    'keyledger.organization-resealed.v1',
    'keyledger.organization-deleted.v1',
  ],
  ids: (event) => [(event as unknown as OrganizationEvent).data.organizationId],
  next: (organization, { revision, ...event }) => {
    const fact = event as unknown as OrganizationEvent;
    switch (fact.type) {
      case 'keyledger.organization-created.v1': {
        const { organizationId: id, name, settings, createdAt } = fact.data;
        return { id, name, hasSecret: false, settings, createdAt, revision };
      }
      case 'keyledger.organization-changed.v1':
        return organization && { ...organization, name: fact.data.name, settings: fact.data.settings, revision };
      case 'keyledger.organization-secret-set.v1':
        return organization && { ...organization, hasSecret: true, revision };
      case 'keyledger.organization-resealed.v1':
        return organization && { ...organization, revision };
      case 'keyledger.organization-deleted.v1':
        return undefined;
      case 'keyledger.organization-secrets-destroyed.v1':
        return organization;
    }
  },
};
