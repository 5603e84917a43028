import type { HostDocument } from '../../../projections/hosts/document';
import { ONLINE_MS } from '../../kernel/presence';
import { timestamp } from '../../kernel/time';

/** A host as the API shows it. */
export interface HostView extends Omit<HostDocument, 'revision' | 'agents'> {
  /** It has an agent at work that has been seen in the last 90 seconds. */
  readonly online: boolean;
  readonly lastSeenAt?: string;
  readonly agentVersion?: string;
  readonly connectors?: readonly string[];
}

/** `seenAt` and `now` in ms since 1970. */
export const hostView = (
  { revision: _, agents, ...host }: HostDocument,
  seenAt: number | undefined,
  now: number,
): HostView => {
  const agent = agents.find(({ active }) => active);
  return {
    ...host,
    online: agent !== undefined && seenAt !== undefined && now - seenAt < ONLINE_MS,
    ...(seenAt === undefined ? {} : { lastSeenAt: timestamp(seenAt) }),
    ...(agent === undefined ? {} : { agentVersion: agent.agentVersion, connectors: agent.connectors }),
  };
};
