import type { IdpUserDocument } from '../../../projections/idp-users/document';

export type IdpUserView = Omit<IdpUserDocument, 'directory' | 'revision'>;

export const idpUserView = ({ directory: _d, revision: _r, ...person }: IdpUserDocument): IdpUserView => person;
