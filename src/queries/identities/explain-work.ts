import type { IdentityHostDocument, IdentityDocument, WorkOnHost } from '../../../projections/identities/document';
import { clockTime } from './clock-time';
import type { HostAtHand } from './host-at-hand';
import { inForceMeanwhile, inForceNow, wordFor } from './in-force';
import { knowledgeOf } from './knowledge';

const NEW_VALUE: readonly WorkOnHost['purpose'][] = ['rotation', 'enrollment'];

/** Why the same work waits for its next try. */
const paused = (code: string | undefined, name: string): string =>
  code === undefined || code === 'TARGET_UNREACHABLE'
    ? `the target on host ${name} did not answer`
    : `no login on host ${name} could tell which value it has`;

const queued = (
  identity: IdentityDocument,
  { code }: IdentityHostDocument,
  work: WorkOnHost,
  host: HostAtHand,
  inForce: string,
  now: string,
): string => {
  const { name } = host;
  const until = `it gives up at ${clockTime(work.notAfter, now)}`;
  if (!host.hasAgent) {
    return `no agent on host ${name}; ${inForce}. Install one: ${until}`;
  }
  if (!host.online) {
    const since = host.lastSeenAt === undefined ? '' : ` since ${clockTime(host.lastSeenAt, now)}`;
    return `waiting for host ${name}, offline${since}; ${inForce}. Start its agent: ${until}`;
  }
  if (work.type === 'set' && identity.openSessions.some(({ expiresAt }) => expiresAt > now)) {
    return `held back on host ${name} until the open checkout ends; ${inForce}`;
  }
  return work.notBefore !== undefined && work.notBefore > now
    ? `${paused(code, name)}; next try at ${clockTime(work.notBefore, now)}, ${until}; ${inForce}`
    : `about to be handed to the agent on host ${name}; ${inForce}`;
};

/** What is under way on one host, and what lets in there meanwhile. */
export const explainWork = (
  identity: IdentityDocument,
  known: IdentityHostDocument,
  work: WorkOnHost,
  host: HostAtHand,
  now: string,
): string => {
  const { name } = host;
  const word = wordFor(identity);
  const knowledge = knowledgeOf(known, identity.credentialVersion);
  const inForce = NEW_VALUE.includes(work.purpose) ? inForceMeanwhile(knowledge, word) : inForceNow(knowledge, word);
  const lapsed = (work.leaseUntil ?? '') <= now;
  if (work.state === 'queued' || (work.state === 'leased' && lapsed)) {
    return queued(identity, known, work, host, inForce, now);
  }
  if (work.state === 'leased') {
    return `the agent on host ${name} has it and has not begun; ${inForce}`;
  }
  const since = clockTime(work.since, now);
  // Whoever sets another value may have set it by now: what was proved before says nothing any more.
  const perhaps =
    work.type === 'set' && work.version !== known.provenVersion ? `either ${word} may be in force there` : inForce;
  return lapsed
    ? `the agent on host ${name} began at ${since} and fell silent; ${perhaps}. Start it again: it knows where it was. Without it this ends at ${clockTime(work.notAfter, now)}`
    : `the agent on host ${name} is at it since ${since}; ${perhaps}`;
};
