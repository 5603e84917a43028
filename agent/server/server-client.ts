import type { KeyObject } from 'node:crypto';
import { SERVER_KEY_HEADER } from '../../wire/agent-messages';
import {
  AGENT_HEADER,
  SEQUENCE_HEADER,
  SIGNATURE_HEADER,
  signRequest,
  TIMESTAMP_HEADER,
} from '../../wire/request-signature';
import type { Sequence } from '../state/sequence';
import { RequestRefused } from './request-error';
import type { ServerAnswer, Transport } from './transport';

const TIMEOUT_MS = 15_000;

export interface Caller {
  /** Absent: it enrols. */
  readonly agentId?: string;
  readonly signingKey: KeyObject;
}

export interface LongPoll {
  /** How long the server may hold the answer back, seconds. */
  readonly wait?: number;
  readonly signal?: AbortSignal;
}

const jsonOf = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

const refusal = ({ status, headers, text }: ServerAnswer): RequestRefused => {
  const { code, detail, serverTime } = jsonOf(text);
  const words = typeof detail === 'string' ? detail : '';
  const clock = typeof serverTime === 'string' ? ` (its clock says ${serverTime})` : '';
  const after = Number(headers['retry-after']);
  return new RequestRefused(
    status,
    typeof code === 'string' ? code : '',
    words + clock,
    Number.isFinite(after) ? after : undefined,
  );
};

/** The agent's half of `/agent/v1`: signs and numbers every request, and sends one at a time. */
export class ServerClient {
  private line: Promise<unknown> = Promise.resolve();
  private toldKey: string | undefined;

  constructor(
    private readonly transport: Transport,
    private readonly sequence: Sequence,
    private caller: Caller,
  ) {}

  /** The key that the server said it has, with its last answer that named one; nobody has proved it. */
  get serverKey(): string | undefined {
    return this.toldKey;
  }

  /** From the next request on. */
  become(caller: Caller): void {
    this.caller = caller;
  }

  /** The answer's body; undefined: there is none. Rejects with Refused or Unanswered. */
  post<Body>(path: string, body: object, waiting: LongPoll = {}): Promise<Body | undefined> {
    const answer = this.line.then(() => this.send(path, JSON.stringify(body), waiting));
    // A number is drawn only when the one before has been answered: overtaken, it would look like a copied machine.
    this.line = answer.catch(() => undefined);
    return answer as Promise<Body | undefined>;
  }

  private async send(path: string, body: string, { wait = 0, signal }: LongPoll): Promise<unknown> {
    const { agentId, signingKey } = this.caller;
    const who = agentId === undefined ? {} : { agentId };
    const request = { method: 'POST', path, ...who, timestamp: Date.now(), sequence: this.sequence.next(), body };
    const headers = {
      'content-type': 'application/json',
      ...(agentId === undefined ? {} : { [AGENT_HEADER]: agentId }),
      [TIMESTAMP_HEADER]: String(request.timestamp),
      [SEQUENCE_HEADER]: String(request.sequence),
      [SIGNATURE_HEADER]: signRequest(request, signingKey),
    };
    const timeoutMs = TIMEOUT_MS + wait * 1000;
    const answer = await this.transport({
      path,
      headers,
      body,
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
    const told = answer.headers[SERVER_KEY_HEADER];
    if (typeof told === 'string') this.toldKey = told;
    if (answer.status < 200 || answer.status > 299) throw refusal(answer);
    return answer.text === '' ? undefined : jsonOf(answer.text);
  }
}
