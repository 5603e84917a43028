/** Why an agent changed nothing, and what a person does then. */
export const CODES: Readonly<Record<string, string>> = {
  POLICY_REJECTED: "the target's own rules refused the new value; widen the password policy, then rotate again",
  TARGET_UNREACHABLE: 'the target did not answer; start it, then retry',
  PERMISSION_DENIED: "the agent's administrator access does not suffice; mend it, then retry",
  ACCOUNT_UNKNOWN: 'there is no such account; correct the username, or take the host off',
  ACCOUNT_LOCKED: 'the account is locked, and setting a value would unlock it; unlock it, then retry',
  ACCOUNT_NOT_ALLOWED: "the account is not in the agent's own list of those it may touch; add it there, then retry",
  UNSUPPORTED: 'the agent has no such connector, or the settings do not suit it; correct them, then retry',
  BAD_JOB: "the agent did not take the order for this server's; enrol it anew",
  STALE_VERSION: 'a newer version was set there before, which the vault does not have; rotate',
  ROLLED_BACK: 'a login refused the new value, and the old one was put back and proved; retry, or rotate again',
  VALUE_NOT_OPENED:
    'the stored new value does not open, so nobody was given it; look at the material store, then rotate again',
  CANCELLED: 'it was called off before it began; retry when it suits',
};

const WARNINGS: Readonly<Record<string, string>> = {
  MUST_CHANGE_AT_LOGIN: 'whoever logs in has to change it at once: end that, or it will differ from the vault',
  ACCOUNT_EXPIRED: 'the account has expired and lets nobody in',
  DATABASE_MISSING: 'the database it was tried on does not exist',
  DATABASE_FORBIDDEN: 'the role may not connect to the database it was tried on',
  DATABASE_CLOSED: 'the database it was tried on takes no connections',
};

/** What a person should know although it went well. */
export const warned = (codes: readonly string[] = []): readonly string[] => codes.map((code) => WARNINGS[code] ?? code);
