import type { ProblemCode } from './codes';

type Schema = Readonly<Record<string, unknown>>;

/** The schema of a member, which says what it is. */
export type Extension = Schema & { readonly description: string };

const text = { type: 'string' };
const said = (description: string): Extension => ({ ...text, description });
const count = (description: string, minimum = 0): Extension => ({
  type: 'integer',
  format: 'int64',
  minimum,
  description,
});
const moment = { ...text, format: 'date-time' };

/** A list of things that have a schema of their own in the document, by its title. */
const listOf = (title: string, properties: Readonly<Record<string, Schema>>, description: string): Extension => ({
  type: 'array',
  items: { title, type: 'object', properties, required: Object.keys(properties), additionalProperties: true },
  description,
});

const IDENTITIES = count('How many identities stand in the way.');

const STATUSES = ['pending', 'approved', 'denied', 'expired', 'cancelled', 'revoked', 'used'];

/** What a refusal carries beside the standard members, by its code (RFC 9457 § 3.2). */
export const EXTENSIONS: Partial<Readonly<Record<ProblemCode, Readonly<Record<string, Extension>>>>> = {
  VALIDATION_FAILED: { errors: listOf('FieldError', { field: text, message: text }, 'What is wrong where.') },
  CLOCK_SKEW: { serverTime: { ...moment, description: 'What time it is here.' } },
  PERMISSION_DENIED: { permission: said('What is missing.') },
  APPROVAL_REQUIRED: {
    requests: listOf(
      'RequestReference',
      { id: text, status: { ...text, enum: STATUSES } },
      "The caller's requests for the identity, and how they stand.",
    ),
  },
  VAULT_ACCESS_DENIED: { level: said('What a grant would have to give.') },
  CONFLICT: {
    requestId: said('The request for access that stands in the way.'),
    open: { type: 'array', items: text, description: 'Ids of the grants of a review that nobody has decided on.' },
  },
  ALREADY_CHECKED_OUT: {
    holders: listOf(
      'Holder',
      {
        userId: text,
        userEmail: text,
        since: moment,
        until: moment,
        own: { type: 'boolean', description: 'It is the caller who holds it.' },
      },
      'Who holds it.',
    ),
  },
  HOST_IN_USE: { identityCount: IDENTITIES },
  MAX_SESSIONS_REACHED: { maxConcurrentSessions: count('How many may hold it at once.') },
  SCIM_MANAGED: { connectionId: said('Which connection.') },
  VAULT_NOT_EMPTY: { identityCount: IDENTITIES },
  PASSWORD_POLICY_UNSATISFIABLE: {
    bits: count('How many bits of choice it leaves.'),
    leastBits: count('How many it must leave.'),
  },
  EVIDENCE_STOPPED: {
    cause: { ...text, enum: ['rewritten', 'cut', 'other_key'], description: 'What was found.' },
    agreesUpTo: count('Size of the largest signed tree that the log still begins with.'),
    leaf: count('The first leaf that is another or gone, where that is known.'),
  },
  STREAM_UNREADABLE: { stream: said('Which stream.'), revision: count('At which revision of it.') },
  UNAVAILABLE: {
    position: said('To a read: how far this node has come.'),
    items: {
      type: 'array',
      items: {
        title: 'ItemOutcome',
        type: 'object',
        properties: { id: text, status: { ...text, enum: ['done', 'refused', 'failed'] }, code: text },
        required: ['id', 'status'],
        additionalProperties: true,
      },
      description: 'To many at once: what became of each.',
    },
  },
};

const ALWAYS: ReadonlySet<string> = new Set([
  'errors',
  'serverTime',
  'requests',
  'holders',
  'identityCount',
  'maxConcurrentSessions',
  'connectionId',
  'cause',
  'stream',
  'revision',
]);

/** No refusal whose code has this extension is without it; the others come where there is something to tell. */
export const isAlwaysThere = (name: string): boolean => ALWAYS.has(name);
