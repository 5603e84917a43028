/**
 * Injection tokens of the ports: interfaces leave no trace at run time. One list, so that a missing adapter is one
 * clear error at start.
 */
export const PORTS = {
  eventStore: Symbol('EventStore'),
  streamReader: Symbol('StreamReader'),
  subscriptions: Symbol('Subscriptions'),
  readStore: Symbol('ReadStore'),
  readModels: Symbol('ReadModels'),
  materialStore: Symbol('MaterialStore'),
  sealing: Symbol('Sealing'),
  jobSealing: Symbol('JobSealing'),
  keyPairs: Symbol('KeyPairs'),
  idempotency: Symbol('Idempotency'),
  presence: Symbol('Presence'),
  joinTokens: Symbol('JoinTokens'),
  checkpoints: Symbol('Checkpoints'),
  lease: Symbol('Lease'),
  projectionOperations: Symbol('ProjectionOperations'),
  policyOperations: Symbol('PolicyOperations'),
  backups: Symbol('Backups'),
  trouble: Symbol('Trouble'),
  clock: Symbol('Clock'),
  ids: Symbol('Ids'),
  random: Symbol('Random'),
  digest: Symbol('Digest'),
  tokenVerifier: Symbol('TokenVerifier'),
  signIn: Symbol('SignIn'),
  seededIds: Symbol('SeededIds'),
  readSide: Symbol('ReadSide'),
  readiness: Symbol('Readiness'),
} as const;
