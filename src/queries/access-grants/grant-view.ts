import type { AccessDocument } from '../../../projections/access/document';
import { without } from '../../kernel/without';

const HIDDEN = ['organizationId', 'identityGroupId', 'revision'] as const;
const hidden = new Set(HIDDEN);

/** A grant as managers are shown it. */
export interface GrantView extends Omit<AccessDocument, (typeof HIDDEN)[number]> {
  /** It has run out, and allows nothing any more. */
  readonly expired: boolean;
}

export const isExpired = ({ expiresAt }: Pick<AccessDocument, 'expiresAt'>, now: string): boolean =>
  expiresAt !== undefined && expiresAt <= now;

export const grantView = (grant: AccessDocument, now: string): GrantView =>
  Object.assign(without(grant, hidden), { expired: isExpired(grant, now) });
