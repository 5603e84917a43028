/** Headers of answers. */
export const HEADERS = {
  'Keyledger-Correlation-Id': {
    description: 'Of the request: finds it in the log, and what came of it in the audit.',
    schema: { type: 'string' },
  },
  'Keyledger-Position': {
    description: 'Where the log stood after the write; a read that sends it in Keyledger-Min-Position sees it.',
    schema: { type: 'string' },
  },
  'Keyledger-Stale': {
    description: 'The read side was behind: what was written last may be missing.',
    schema: { type: 'string', enum: ['true'] },
  },
  ETag: { description: 'The revision, for If-Match.', schema: { type: 'string' } },
  Location: { description: 'Path of the thing made.', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  'WWW-Authenticate': { description: 'RFC 6750.', schema: { type: 'string' } },
} as const;

export type HeaderName = keyof typeof HEADERS;

/** Headers of requests. */
export const REQUEST_HEADERS = {
  'Idempotency-Key': {
    description: 'The same key with the same body within 24 hours: the same result, and no second fact.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  },
  // Loose on purpose: a client that makes positions up by a closer pattern would wait 2 s for each, for a 503.
  'Keyledger-Min-Position': {
    description: 'A Keyledger-Position: the read sees that write, or answers 503.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
  },
  'If-Match': {
    description: 'The ETag of the thing as it was read, or *: changed since, it answers 412.',
    schema: { type: 'string' },
  },
} as const;

export type RequestHeaderName = keyof typeof REQUEST_HEADERS;

/** References into the document's components. */
export const headerReferences = (names: readonly HeaderName[]): object =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
