import type { HostDocument } from '../../../projections/hosts/document';
import { isOnline } from '../../kernel/presence';
import { timestamp } from '../../kernel/time';
import { without } from '../../kernel/without';

const HIDDEN = ['revision', 'agents'] as const;
const hidden = new Set(HIDDEN);

/** A host as the API shows it. */
export interface HostView extends Omit<HostDocument, (typeof HIDDEN)[number]> {
  /** It has an agent at work that has been seen in the last 90 seconds. */
  readonly online: boolean;
  readonly lastSeenAt?: string;
  readonly agentVersion?: string;
  readonly connectors?: readonly string[];
}

/** `seenAt` and `now` in ms since 1970. */
export const hostView = (host: HostDocument, seenAt: number | undefined, now: number): HostView => {
  const agent = host.agents.find(({ active }) => active);
  return Object.assign(without(host, hidden), {
    online: agent !== undefined && isOnline(seenAt, now),
    ...(seenAt === undefined ? {} : { lastSeenAt: timestamp(seenAt) }),
    ...(agent === undefined ? {} : { agentVersion: agent.agentVersion, connectors: agent.connectors }),
  });
};
