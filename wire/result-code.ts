/** Why a job did not end `confirmed`. The server decides by these what comes next; see `docs/rotation.md`. */
export const RESULT_CODES = {
  /** not_changed: the target's own rules refuse the value: another one may be taken. */
  POLICY_REJECTED: 'POLICY_REJECTED',
  /** not_changed, or unverified: the target does not answer; worth another try with the same value. */
  TARGET_UNREACHABLE: 'TARGET_UNREACHABLE',
  /** not_changed: the agent's administrator access does not suffice. */
  PERMISSION_DENIED: 'PERMISSION_DENIED',
  /** not_changed: there is no such account, by the word of the system or the target. */
  ACCOUNT_UNKNOWN: 'ACCOUNT_UNKNOWN',
  /** not_changed: locked; setting a password would unlock it. */
  ACCOUNT_LOCKED: 'ACCOUNT_LOCKED',
  /** not_changed: not in the agent's local list of accounts it may touch. */
  ACCOUNT_NOT_ALLOWED: 'ACCOUNT_NOT_ALLOWED',
  /** not_changed: there is such an account, but it is a directory's, which changes it. */
  ACCOUNT_NOT_LOCAL: 'ACCOUNT_NOT_LOCAL',
  /** not_changed: the name can't be passed on to the system without a danger for other accounts. */
  ACCOUNT_NAME_UNUSABLE: 'ACCOUNT_NAME_UNUSABLE',
  /** not_changed: the agent's configuration does not name the port of the order. */
  PORT_NOT_ALLOWED: 'PORT_NOT_ALLOWED',
  /** not_changed: no target of this kind could take the value: it is no private key, say. */
  CREDENTIAL_NOT_USABLE: 'CREDENTIAL_NOT_USABLE',
  /** not_changed, or unverified: a pooler answers, which is not the server that keeps the accounts. */
  BEHIND_POOLER: 'BEHIND_POOLER',
  /** not_changed: the account holds an MD5 hash, and the agent's configuration does not let it change to SCRAM. */
  MD5_IN_PLACE: 'MD5_IN_PLACE',
  /** not_changed, or unverified: the target asks for the password in a way that gives it away, so it was not told. */
  LOGIN_UNSAFE: 'LOGIN_UNSAFE',
  /** not_changed: the target's own rules let the account in from nowhere the agent could prove a value. */
  LOGIN_NOT_OPEN: 'LOGIN_NOT_OPEN',
  /** not_changed: no such connector, or settings it can't use. */
  UNSUPPORTED: 'UNSUPPORTED',
  /** not_changed: the signature is not the server's, or the job is another agent's. */
  BAD_JOB: 'BAD_JOB',
  /** not_changed: the account holds a newer version already. */
  STALE_VERSION: 'STALE_VERSION',
  /** not_changed: its time was over before it began. */
  EXPIRED: 'EXPIRED',
  /** unverified: the target takes any value, so that a login proves nothing. */
  TARGET_ACCEPTS_ANYTHING: 'TARGET_ACCEPTS_ANYTHING',
  /** not_changed: set, refused at login, and the old value put back and proved. */
  ROLLED_BACK: 'ROLLED_BACK',
  /** unverified: set, but a login could not decide. */
  LOGIN_INCONCLUSIVE: 'LOGIN_INCONCLUSIVE',
  /** drifted, or unverified after a change: the target refuses the value. */
  LOGIN_REFUSED: 'LOGIN_REFUSED',
} as const;

export type ResultCode = keyof typeof RESULT_CODES;
