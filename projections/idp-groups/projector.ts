import type { IdpGroupEvent } from '../../src/domain/directory/events';
import { following, type Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { IDP_GROUPS, type IdpGroupDocument } from './document';

type When = Pick<RecordedEvent, 'revision' | 'metadata'>;

const changed = (
  group: IdpGroupDocument | undefined,
  { revision, metadata: { time } }: When,
  change: Partial<IdpGroupDocument>,
): IdpGroupDocument | undefined => group && { ...group, ...change, changedAt: time, revision };

const counted = (group: IdpGroupDocument | undefined, fact: When, by: 1 | -1): IdpGroupDocument | undefined =>
  group && changed(group, fact, { memberCount: group.memberCount + by });

const unheld = (group: IdpGroupDocument | undefined): IdpGroupDocument | undefined => {
  if (group === undefined) return undefined;
  const { connectionId: _, externalId: _e, ...rest } = group;
  return rest;
};

const called = (group: IdpGroupDocument | undefined, externalId: string | undefined): IdpGroupDocument | undefined => {
  if (group === undefined) return undefined;
  const { externalId: _, ...rest } = group;
  return externalId === undefined ? rest : { ...rest, externalId };
};

export const idpGroups: Projector<IdpGroupDocument> = {
  schema: IDP_GROUPS,
  streams: { id: (id) => [`directoryGroup-${id}`] },
  ...following<IdpGroupDocument, IdpGroupEvent>(({ data }) => [data.idpGroupId], {
    'keyledger.idp-group-created.v1': (_, { data: { idpGroupId: id, name }, revision, metadata: { time } }) => ({
      id,
      name,
      memberCount: 0,
      directory: 'directory',
      nameKey: name.toLowerCase(),
      createdAt: time,
      changedAt: time,
      revision,
    }),
    'keyledger.idp-group-renamed.v1': (group, fact) =>
      changed(group, fact, { name: fact.data.name, nameKey: fact.data.name.toLowerCase() }),
    'keyledger.idp-group-member-added.v1': (group, fact) => counted(group, fact, 1),
    'keyledger.idp-group-member-removed.v1': (group, fact) => counted(group, fact, -1),
    'keyledger.idp-group-handed-over.v1': (group, fact) =>
      changed(unheld(group), fact, { connectionId: fact.data.connectionId }),
    'keyledger.idp-group-released.v1': (group, fact) => changed(unheld(group), fact, {}),
    'keyledger.idp-group-external-id-changed.v1': (group, fact) =>
      changed(called(group, fact.data.externalId), fact, {}),
    'keyledger.idp-group-deleted.v1': () => undefined,
  }),
  losses: [
    {
      category: 'directoryGroup',
      where: (id) => [{ field: 'id', is: id }],
      left: (group) => ({ ...group, memberCount: 0 }),
    },
  ],
};
