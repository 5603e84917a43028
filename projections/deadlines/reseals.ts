import type {
  OrganizationDeleted,
  OrganizationResealed,
  OrganizationSecretSet,
} from '../../src/domain/organizations/events';
import type { Agenda } from './agenda';

type Fact = OrganizationSecretSet | OrganizationResealed | OrganizationDeleted;

/** After a secret was replaced its organization is owed a re-sealing; a first secret finds nothing sealed. */
export const reseals: Agenda<Fact> = {
  types: [
    'keyledger.organization-secret-set.v1',
    'keyledger.organization-resealed.v1',
    'keyledger.organization-deleted.v1',
  ],
  id: ({ data }) => `reseal:${data.organizationId}`,
  next: (document, fact, id, dueAt) => {
    const { organizationId } = fact.data;
    switch (fact.type) {
      case 'keyledger.organization-secret-set.v1': {
        const { secretVersion } = fact.data;
        return secretVersion === 1 ? undefined : { id, kind: 'reseal', dueAt, organizationId, secretVersion };
      }
      case 'keyledger.organization-resealed.v1':
        return document?.secretVersion !== undefined && document.secretVersion > fact.data.secretVersion
          ? document
          : undefined;
      case 'keyledger.organization-deleted.v1':
        return undefined;
    }
  },
};
