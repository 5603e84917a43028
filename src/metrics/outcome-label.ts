import { RESULT_CODES } from '../../wire/result-code';

/** Why a rotation failed by the server's own word. */
const OWN_CODES = [
  'ACCOUNT_ALREADY_MANAGED',
  'CANCELLED',
  'CANDIDATE_SHOWN',
  'EXPIRED',
  'HOST_REMOVED',
  'NOT_CHANGED',
  'OLD_KEY_NOT_REMOVED',
  'OLD_MAY_WORK',
  'ORGANIZATION_SECRET_NOT_FOUND',
  'PASSWORD_POLICY_UNSATISFIABLE',
  'STORE_DAMAGED',
  'UNVERIFIED',
  'VALUE_NOT_OPENED',
] as const;

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(RESULT_CODES), ...OWN_CODES]);

/** Every label that a failed rotation may get. */
export const OUTCOME_LABELS: readonly string[] = [...KNOWN, 'other'];

/** A code as a metric's label. An agent may say any code it likes, and each new one would be a series for ever: `other`. */
export const outcomeLabel = (code: string): string => (KNOWN.has(code) ? code : 'other');
