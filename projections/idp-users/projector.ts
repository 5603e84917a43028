import type { IdpUserEvent } from '../../src/domain/directory/events';
import { foldEmail } from '../../src/kernel/fold-email';
import { following, type Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { IDP_USERS, type IdpUserDocument } from './document';

type When = Pick<RecordedEvent, 'revision' | 'metadata'>;

const changed = (
  person: IdpUserDocument | undefined,
  { revision, metadata: { time } }: When,
  change: Partial<IdpUserDocument>,
): IdpUserDocument | undefined => person && { ...person, ...change, changedAt: time, revision };

const unheld = (person: IdpUserDocument | undefined): IdpUserDocument | undefined => {
  if (person === undefined) return undefined;
  const { connectionId: _, externalId: _e, ...rest } = person;
  return rest;
};

const called = (person: IdpUserDocument | undefined, externalId: string | undefined): IdpUserDocument | undefined => {
  if (person === undefined) return undefined;
  const { externalId: _, ...rest } = person;
  return externalId === undefined ? rest : { ...rest, externalId };
};

export const idpUsers: Projector<IdpUserDocument> = {
  schema: IDP_USERS,
  streams: { id: (id) => [`directory-${id}`] },
  ...following<IdpUserDocument, IdpUserEvent>(({ data }) => [data.idpUserId], {
    'keyledger.idp-user-created.v1': (_, { data: { idpUserId: id, ...data }, revision, metadata: { time } }) => ({
      id,
      ...data,
      directory: 'directory',
      emailKey: foldEmail(data.email),
      createdAt: time,
      changedAt: time,
      revision,
    }),
    'keyledger.idp-user-changed.v1': (person, fact) => {
      const { displayName, active } = fact.data;
      return changed(person, fact, { displayName, active });
    },
    'keyledger.idp-user-handed-over.v1': (person, fact) =>
      changed(unheld(person), fact, { connectionId: fact.data.connectionId }),
    'keyledger.idp-user-released.v1': (person, fact) => changed(unheld(person), fact, {}),
    'keyledger.idp-user-external-id-changed.v1': (person, fact) =>
      changed(called(person, fact.data.externalId), fact, {}),
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
