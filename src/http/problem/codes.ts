interface Kind {
  readonly status: number;
  readonly title: string;
}

/** Every code a client can meet, its status and what it means: part of the interface contract. */
export const PROBLEMS = {
  VALIDATION_FAILED: { status: 400, title: 'The request is not valid' },
  UNAUTHENTICATED: { status: 401, title: 'A valid token is needed' },
  CLOCK_SKEW: { status: 401, title: 'The clocks are too far apart' },
  AGENT_NOT_APPROVED: { status: 403, title: 'The agent waits for approval' },
  SUPPORT_ACCESS_OFF: { status: 403, title: 'Support access is off' },
  PERMISSION_DENIED: { status: 403, title: 'Permission denied' },
  APPROVAL_REQUIRED: { status: 403, title: 'Approval is required' },
  VAULT_ACCESS_DENIED: { status: 403, title: 'No access to this vault' },
  NO_IDP_USER_MAPPING: { status: 403, title: 'No IDP user mapping' },
  SELF_GRANT: { status: 403, title: 'Nobody gives access to himself' },
  SELF_APPROVAL: { status: 403, title: 'Nobody approves an agent that came with his own join token' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request did not arrive in time' },
  CONFLICT: { status: 409, title: 'It conflicts with how things stand' },
  AGENT_CLONED: { status: 409, title: 'The agent is locked: it seems to run twice' },
  ACCOUNT_ALREADY_MANAGED: { status: 409, title: 'The account is already managed by another identity' },
  ALREADY_CHECKED_OUT: { status: 409, title: 'Identity is already checked out' },
  CHECKED_OUT: { status: 409, title: 'Identity is checked out' },
  EVIDENCE_NOT_STOPPED: { status: 409, title: 'The log is signed' },
  EMAIL_TAKEN: { status: 409, title: 'The e-mail is taken' },
  HOST_OFFLINE: { status: 409, title: 'The host is offline' },
  HOST_IN_USE: { status: 409, title: 'Host in use' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'The same request is still running' },
  LAST_OWNER: { status: 409, title: 'The last owner stays' },
  LEASE_LOST: { status: 409, title: 'The lease is lost' },
  MAX_SESSIONS_REACHED: { status: 409, title: 'Maximum concurrent sessions reached' },
  NOT_CONFIRMED: { status: 409, title: 'Not yet confirmed' },
  ORGANIZATION_NOT_EMPTY: { status: 409, title: 'Organization not empty' },
  ORGANIZATION_SECRET_NOT_FOUND: { status: 409, title: 'Organization secret not found' },
  ROTATION_IN_PROGRESS: { status: 409, title: 'Rotation in progress' },
  VAULT_NOT_EMPTY: { status: 409, title: 'Vault not empty' },
  PRECONDITION_FAILED: { status: 412, title: 'It is not as you have seen it' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'Payload too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  RANGE_NOT_SATISFIABLE: { status: 416, title: 'There is no such part' },
  EXPECTATION_FAILED: { status: 417, title: 'The expectation can not be met' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The idempotency key belongs to another request' },
  PASSWORD_POLICY_UNSATISFIABLE: { status: 422, title: 'Nothing satisfies the password policy' },
  CREDENTIAL_NOT_USABLE: { status: 422, title: 'The connector could never use the value' },
  PASSWORD_UNCHANGED: { status: 422, title: 'The value is the one in force' },
  RECEIVER_NOT_ALLOWED: { status: 422, title: 'The session can not be handed over to this user' },
  PASSWORD_REUSED: { status: 422, title: 'The value was used before' },
  BREAK_GLASS_RATE_LIMITED: { status: 429, title: 'The glass was broken too often' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, title: 'Request line and headers too large' },
  INTERNAL: { status: 500, title: 'Internal error' },
  VALUE_MISSING: { status: 503, title: 'The stored value is missing' },
  ISSUER_UNAVAILABLE: { status: 503, title: 'The token issuer does not answer' },
  EVIDENCE_STOPPED: { status: 503, title: 'The log is not the one that was signed' },
  STREAM_UNREADABLE: { status: 503, title: 'A stream can not be read' },
  UNAVAILABLE: { status: 503, title: 'Unavailable for the moment' },
} as const satisfies Readonly<Record<string, Kind>>;

export type ProblemCode = keyof typeof PROBLEMS;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);
