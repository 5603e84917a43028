import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { addressAt, type ClientAddress } from '../edge/forwarded-for';
import type { EdgeMetrics } from './metrics';

/** An answer that no hook hears of: what was asked is no HTTP, or ends before any route is looked for. */
export interface UnhookedAnswer {
  readonly status: number;
  readonly code: string;
  readonly correlationId: string;
  readonly socket: Socket;
  /** Absent: it never became a request. */
  readonly method?: string;
  readonly headers?: IncomingHttpHeaders;
}

export type TellUnhooked = (answer: UnhookedAnswer) => void;

/** What such an answer is made with. */
export interface Unhooked {
  /** Names what belongs to no trace. */
  readonly ids: () => string;
  /** Of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tell: TellUnhooked;
}

/** One log line for each of them too, and they count: else its correlation id would be found nowhere. */
export const observeUnhooked =
  (log: Logger, metrics: EdgeMetrics, clientAddress: ClientAddress): TellUnhooked =>
  ({ method, status, code, correlationId, socket, headers = {} }) => {
    metrics.answered(status);
    metrics.refused(code);
    const ip = addressAt(clientAddress, socket, headers);
    log.info({ method, route: 'unmatched', status, code, correlationId, ip }, 'answered');
  };
