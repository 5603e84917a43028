import type { Warnings } from '../../access/policy-warnings';
import type { IdentityState } from '../../domain/identities/state';

const DETAIL =
  'The value was stored in plain text where it came from: whoever could read that store may know it. Rotate it, or save it anew.';

/** What is said with the values of these versions, wherever they are shown to a person. */
export const plainTextWarning = ({ schemes }: IdentityState, versions: readonly number[]): Warnings =>
  versions.some((version) => schemes[version] === 'plaintext')
    ? { warnings: [{ code: 'STORED_IN_PLAIN_TEXT', detail: DETAIL }] }
    : {};
