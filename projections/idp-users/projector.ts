import type { IdpUserEvent } from '../../src/domain/directory/events';
import { following, type Projector } from '../../src/kernel/projector';
import { IDP_USERS, type IdpUserDocument } from './document';

export const idpUsers: Projector<IdpUserDocument> = {
  schema: IDP_USERS,
  ...following<IdpUserDocument, IdpUserEvent>(({ data }) => [data.idpUserId], {
    'keyledger.idp-user-created.v1': (_, { data: { idpUserId: id, ...data }, revision }) => ({
      id,
      ...data,
      directory: 'directory',
      revision,
    }),
    'keyledger.idp-user-changed.v1': (person, { data: { displayName, active }, revision }) =>
      person && { ...person, displayName, active, revision },
    'keyledger.idp-user-deleted.v1': () => undefined,
  }),
  losses: [
    {
      category: 'directory',
      where: (id) => [{ field: 'id', is: id }],
      left: (person) => ({ ...person, active: false }),
    },
  ],
};
