import { entryOf } from '../../kernel/entry-of';

/** Why an agent changed nothing, and what a person does then. */
export const CODES: Readonly<Record<string, string>> = {
  POLICY_REJECTED: "the target's own rules refused the new value; widen the password policy, then rotate again",
  TARGET_UNREACHABLE: 'the target did not answer; start it, then retry',
  PERMISSION_DENIED: "the agent's administrator access does not suffice; mend it, then retry",
  ACCOUNT_UNKNOWN: 'there is no such account; correct the username, or take the host off',
  ACCOUNT_LOCKED: 'the account is locked, and setting a value would unlock it; unlock it, then retry',
  ACCOUNT_NOT_ALLOWED: "the account is not in the agent's own list of those it may touch; add it there, then retry",
  ACCOUNT_NOT_LOCAL: 'the account is kept in a directory, not on the host; rotate it where it is kept',
  ACCOUNT_NAME_UNUSABLE: "the account's name can't be passed on to the system safely; rename the account",
  PORT_NOT_ALLOWED: "the agent's configuration does not name that port; add it there, or correct the identity",
  CREDENTIAL_NOT_USABLE: 'no target of this kind could take the value; give the identity one that can be used',
  BEHIND_POOLER:
    "a pooler answers, which keeps passwords of its own; name the server's own host and port in the agent's configuration",
  MD5_IN_PLACE:
    'the role holds an MD5 hash, and its clients may not know SCRAM; upgrade them, then set md5ToScram in the agent',
  LOGIN_UNSAFE:
    'the server asks for the password in a way that gives it away, so it was not told; mend its rules, then retry',
  LOGIN_NOT_OPEN: "the server's rules let the role in from nowhere the agent could prove a value; open one, then retry",
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
  CONNECTION_LIMIT: 'the role has no connection left',
  MORE_THAN_A_KEY: 'the host asks for more than the key',
};

/** What a person should know although it went well. */
export const warned = (codes: readonly string[] = []): readonly string[] =>
  codes.map((code) => entryOf(WARNINGS, code) ?? code);
