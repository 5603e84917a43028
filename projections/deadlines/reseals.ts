import type {
  OrganizationDeleted,
  OrganizationResealed,
  OrganizationSecretSet,
} from '../../src/domain/organizations/events';
import { following } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Fact = OrganizationSecretSet | OrganizationResealed | OrganizationDeleted;

/** After a secret was replaced its organization is owed a re-sealing; a first secret finds nothing sealed. */
export const reseals = following<DeadlineDocument, Fact>(({ data }) => [`reseal:${data.organizationId}`], {
  'keyledger.organization-secret-set.v1': (_, { data: { organizationId, secretVersion }, metadata }, id) =>
    secretVersion === 1 ? undefined : { id, kind: 'reseal', dueAt: metadata.time, organizationId, secretVersion },
  'keyledger.organization-resealed.v1': (document, { data: { secretVersion } }) =>
    document?.secretVersion !== undefined && document.secretVersion > secretVersion ? document : undefined,
  'keyledger.organization-deleted.v1': () => undefined,
});
