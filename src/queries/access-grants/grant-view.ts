import type { AccessDocument } from '../../../projections/access/document';

/** A grant as managers are shown it. */
export type GrantView = Omit<AccessDocument, 'organizationId' | 'identityGroupId' | 'revision'>;

export const grantView = ({
  organizationId: _o,
  identityGroupId: _v,
  revision: _r,
  ...shown
}: AccessDocument): GrantView => shown;
