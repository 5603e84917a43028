import type { AccessGrantEvent } from '../../src/domain/access-grants/events';
import { following, type Projector } from '../../src/kernel/projector';
import { ACCESS, type AccessDocument } from './document';

const kept = ({ grantedBy, createdAt, revision }: AccessDocument) => ({
  grantedBy,
  createdAt,
  revision: revision + 1,
});

export const access: Projector<AccessDocument> = {
  schema: ACCESS,
  streams: { identityGroupId: (id) => [`vaultAccess-${id}`] },
  ...following<AccessDocument, AccessGrantEvent>(({ data }) => [data.grantId], {
    'keyledger.grant-given.v1': (_, { data: { grantId: id, ...data } }) => ({ id, ...data, revision: 0 }),
    'keyledger.grant-changed.v1': (grant, { data: { grantId: id, ...data } }) =>
      grant && { ...kept(grant), id, ...data },
    'keyledger.grant-revoked.v1': () => undefined,
  }),
  losses: [
    {
      category: 'vaultAccess',
      where: (identityGroupId) => [{ field: 'identityGroupId', is: identityGroupId }],
      left: () => undefined,
    },
  ],
};
