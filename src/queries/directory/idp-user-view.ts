import type { IdpUserDocument } from '../../../projections/idp-users/document';

export interface IdpUserView extends Pick<IdpUserDocument, 'id' | 'email' | 'displayName' | 'active'> {
  /** The SCIM connection whose own it is; absent: it can be changed by hand. */
  readonly scimConnectionId?: string;
}

/** `there`: the connections there are; one that was deleted holds nothing. */
export const idpUserView =
  (there: ReadonlySet<string>) =>
  ({ id, email, displayName, active, connectionId }: IdpUserDocument): IdpUserView => ({
    id,
    email,
    displayName,
    active,
    ...(connectionId !== undefined && there.has(connectionId) ? { scimConnectionId: connectionId } : {}),
  });
