import type { IdpGroupDocument } from '../../../projections/idp-groups/document';

export type IdpGroupView = Omit<IdpGroupDocument, 'directory' | 'revision'>;

export const idpGroupView = ({ directory: _d, revision: _r, ...group }: IdpGroupDocument): IdpGroupView => group;
