import type {
  EncryptionUpgradeFinished,
  EncryptionUpgradeRequested,
  OrganizationDeleted,
} from '../../src/domain/organizations/events';
import { following } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Fact = EncryptionUpgradeRequested | EncryptionUpgradeFinished | OrganizationDeleted;

/** An organization whose values are to be sealed as `v2`, until they are. */
export const upgrades = following<DeadlineDocument, Fact>(({ data }) => [`upgrade:${data.organizationId}`], {
  'keyledger.encryption-upgrade-requested.v1': (_, { data: { organizationId }, metadata }, id) => ({
    id,
    kind: 'upgrade',
    dueAt: metadata.time,
    organizationId,
  }),
  'keyledger.encryption-upgrade-finished.v1': () => undefined,
  'keyledger.organization-deleted.v1': () => undefined,
});
