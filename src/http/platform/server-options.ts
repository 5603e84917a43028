import type { DefectLog } from '../problem/send-problem';

/** What guards, interceptors and filters of the edge are told by whoever starts the server. */
export interface EdgeOptions {
  readonly requestTimeoutMs: number;
  /** The longest an agent's poll is held. */
  readonly pollMs: number;
  readonly log: DefectLog;
}

export const SERVER_OPTIONS = Symbol('options of the edge');
