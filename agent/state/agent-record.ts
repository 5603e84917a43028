import { existsSync, readFileSync } from 'node:fs';
import { StateUnusable } from './state-unusable';
import type { StoredKeys } from './agent-keys';

/** Who this agent is, since it enrolled. */
export interface AgentRecord {
  readonly v: 1;
  readonly server: string;
  readonly agentId: string;
  readonly hostId: string;
  readonly hostName: string;
  /** Ed25519, raw, base64url: signs jobs. */
  readonly serverKey: string;
  /** SHA-256 of the join token it came with: the same token once more is no wish to enrol again. */
  readonly tokenHash: string;
  readonly keys: StoredKeys;
  /** Its numbers were lost and begun anew for another enrolment: this agent must not use them. */
  readonly sequenceLost?: true;
}

/** A file of the state folder; undefined: not there. Throws {@link StateUnusable}: it is never half-written, so it was damaged. */
export const readState = <Content>(path: string): Content | undefined => {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Content;
  } catch {
    throw new StateUnusable(`${path} can't be read: restore it, or enrol this host again from an empty state folder`);
  }
};
