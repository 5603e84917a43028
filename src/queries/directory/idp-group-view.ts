import type { IdpGroupDocument } from '../../../projections/idp-groups/document';

export interface IdpGroupView extends Pick<IdpGroupDocument, 'id' | 'name' | 'memberCount'> {
  /** The SCIM connection whose own it is; absent: it can be changed by hand. */
  readonly scimConnectionId?: string;
}

/** `there`: the connections there are; one that was deleted holds nothing. */
export const idpGroupView =
  (there: ReadonlySet<string>) =>
  ({ id, name, memberCount, connectionId }: IdpGroupDocument): IdpGroupView => ({
    id,
    name,
    memberCount,
    ...(connectionId !== undefined && there.has(connectionId) ? { scimConnectionId: connectionId } : {}),
  });
