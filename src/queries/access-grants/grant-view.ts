import type { AccessDocument } from '../../../projections/access/document';

/** A grant as managers are shown it. */
export interface GrantView extends Omit<AccessDocument, 'organizationId' | 'identityGroupId' | 'revision'> {
  /** It has run out, and allows nothing any more. */
  readonly expired: boolean;
}

export const isExpired = ({ expiresAt }: Pick<AccessDocument, 'expiresAt'>, now: string): boolean =>
  expiresAt !== undefined && expiresAt <= now;

export const grantView = (
  { organizationId: _o, identityGroupId: _v, revision: _r, ...shown }: AccessDocument,
  now: string,
): GrantView => ({ ...shown, expired: isExpired({ ...shown }, now) });
