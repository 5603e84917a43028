import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ReplaceKeysRequest } from '../../../wire/agent-messages';
import { proveKeys } from '../../../wire/keys-proof';
import { rawKeyOf } from '../../../wire/raw-key';
import {
  AGENT_HEADER,
  SEQUENCE_HEADER,
  SIGNATURE_HEADER,
  signRequest,
  TIMESTAMP_HEADER,
} from '../../../wire/request-signature';
import type { Answer } from './client';

export const AGENT_FACTS = {
  hostname: 'web-1.example.com',
  platform: 'linux 6.1 x64',
  agentVersion: '0.1.0',
  connectors: ['linux-password', 'postgresql'],
};

/** What somebody on the way, or at a copy of the machine, may do to a request. */
export interface Tampering {
  readonly path?: string;
  readonly agentId?: string;
  readonly timestamp?: number;
  readonly sequence?: number;
  /** Signs with another key. */
  readonly key?: KeyObject;
  /** Hangs up. */
  readonly signal?: AbortSignal;
  /** Sent instead of what was signed. */
  readonly sent?: {
    readonly path?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

/** The least an agent does: it has keys, and signs what it sends. */
export class SignedAgent {
  agentId: string | undefined;
  sequence = 0;
  signing = generateKeyPairSync('ed25519');
  sealing = generateKeyPairSync('x25519');
  /** Of the last request: to send it again. */
  last: { readonly url: string; readonly init: RequestInit } | undefined;

  constructor(
    public url: string,
    private readonly now: () => number = Date.now,
  ) {}

  get keys() {
    return { signingKey: rawKeyOf(this.signing.publicKey), sealingKey: rawKeyOf(this.sealing.publicKey) };
  }

  async enroll(token: string, more: object = {}): Promise<Answer> {
    const answer = await this.send('/agent/v1/enroll', { token, ...this.keys, facts: AGENT_FACTS, ...more });
    if (answer.status === 201) this.agentId = answer.body.agentId;
    return answer;
  }

  /** A request that every agent at work may send and that changes nothing: it replaces its keys by themselves. */
  ping(tampering: Tampering = {}): Promise<Answer> {
    return this.replaceKeys(proveKeys(this.agentId ?? '', this.keys, this.signing.privateKey), tampering);
  }

  replaceKeys(request: ReplaceKeysRequest, tampering: Tampering = {}): Promise<Answer> {
    return this.send('/agent/v1/keys', request, tampering);
  }

  /** The machine was copied: both go on from here. */
  clone(): SignedAgent {
    const copy = new SignedAgent(this.url, this.now);
    return Object.assign(copy, {
      agentId: this.agentId,
      sequence: this.sequence,
      signing: this.signing,
      sealing: this.sealing,
    });
  }

  send(path: string, body: unknown, tampering: Tampering = {}): Promise<Answer> {
    const isNobody = path === '/agent/v1/enroll' || path === '/agent/v1/challenge';
    const agentId = isNobody ? undefined : (tampering.agentId ?? this.agentId);
    this.sequence += 1;
    const signed = {
      method: 'POST',
      path: tampering.path ?? path,
      ...(agentId === undefined ? {} : { agentId }),
      timestamp: tampering.timestamp ?? this.now(),
      sequence: tampering.sequence ?? this.sequence,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    };
    const signature = signRequest(signed, tampering.key ?? this.signing.privateKey);
    const headers = {
      'content-type': 'application/json',
      ...(agentId === undefined ? {} : { [AGENT_HEADER]: agentId }),
      [TIMESTAMP_HEADER]: String(signed.timestamp),
      [SEQUENCE_HEADER]: String(signed.sequence),
      [SIGNATURE_HEADER]: signature,
      ...tampering.sent?.headers,
    };
    const target = `${this.url}${tampering.sent?.path ?? signed.path}`;
    const { signal = null } = tampering;
    this.last = { url: target, init: { method: 'POST', headers, signal, body: tampering.sent?.body ?? signed.body } };
    return this.repeat();
  }

  /** The last request, byte for byte. */
  async repeat(): Promise<Answer> {
    if (this.last === undefined) throw new Error('nothing was sent yet');
    const response = await fetch(this.last.url, this.last.init);
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }
}
