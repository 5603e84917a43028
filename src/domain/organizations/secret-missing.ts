import { refuse, type Refusal } from '../../kernel/refusal';
import type { OrganizationState } from './state';

/** Whatever encrypts or decrypts needs the organization's secret. */
export const secretMissing = (organization: OrganizationState): Refusal | undefined =>
  organization.secretVersion === 0
    ? refuse('ORGANIZATION_SECRET_NOT_FOUND', 'Organization secret not found')
    : undefined;
