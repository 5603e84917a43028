import type { IdpUserDocument } from '../../../projections/idp-users/document';

/** An IDP user, as the SCIM connection whose own it is may see it. */
export type ScimUser = IdpUserDocument;
