import { createHash } from 'node:crypto';
import { derivedIds } from '../../../src/adapters/outside/derived-ids';
import { uuidV7Ids } from '../../../src/adapters/outside/uuid-v7-ids';
import type { Idempotency, IdempotencyAnswer, Receipt } from '../../../src/kernel/idempotency';
import { PORTS } from '../../../src/kernel/ports';
import { refuse } from '../../../src/kernel/refusal';
import { RefusedError } from '../../../src/kernel/refused-error';
import type { SignIn } from '../../../src/kernel/sign-in';
import type { TokenIssuers } from '../../../src/kernel/token-issuers';
import { TokenRejected } from '../../../src/kernel/token-rejected';

const memory = (): Idempotency => {
  const known = new Map<string, { fingerprint: string; receipt?: Receipt }>();
  return {
    begin: async (key, fingerprint): Promise<IdempotencyAnswer> => {
      const found = known.get(key);
      if (found === undefined) known.set(key, { fingerprint });
      if (found === undefined) return { state: 'fresh', since: 0 };
      if (found.fingerprint !== fingerprint) return { state: 'other-body' };
      return found.receipt === undefined ? { state: 'running' } : { state: 'done', receipt: found.receipt, since: 0 };
    },
    finish: async (key, receipt) => void known.set(key, { ...known.get(key), receipt } as never),
    forget: async (key) => void known.delete(key),
    lose: async (key) => void known.delete(key),
  };
};

/** Three people whose tokens verified a moment ago. */
const issuers: TokenIssuers = {
  keyOf: () => Promise.reject(new TokenRejected('no-jwt')),
  principalOf: () => {
    throw new TokenRejected('no-jwt');
  },
  remembered: (token) => {
    if (!/^(ann|bob|off)$/.test(token)) return undefined;
    const email = `${token}@example.com`;
    return { issuer: 'i', subject: token, email, emailVerified: true, support: false, expiresAt: 9e15 };
  },
  remember: () => undefined,
};

const signIn: SignIn = {
  signIn: async ({ subject, email = '' }) => {
    if (subject === 'off') throw new RefusedError(refuse('PERMISSION_DENIED', 'Switched off.'));
    return { userId: subject, email, support: false };
  },
};

/** Of a log that ends beyond every write, and was never put back. */
const reader = { fresh: async () => ({ at: '9'.repeat(20), load: async () => ({ state: { commonUpTo: [] } }) }) };

/** Ports in memory, for an edge without anything behind it. What a spec turns lies on the outside. */
export const demoPorts = () => {
  const clock = { now: () => Date.now() };
  const knobs = { head: '5', reached: '9', ready: true };
  const ports = [
    { provide: PORTS.clock, useValue: clock },
    { provide: PORTS.ids, useValue: uuidV7Ids(clock) },
    { provide: PORTS.seededIds, useValue: derivedIds },
    { provide: PORTS.idempotency, useValue: memory() },
    { provide: PORTS.tokenIssuers, useValue: issuers },
    { provide: PORTS.machineSignIn, useValue: { signIn: () => Promise.reject(new Error('no machines here')) } },
    { provide: PORTS.signIn, useValue: signIn },
    {
      provide: PORTS.sealing,
      useValue: {
        fingerprints: (purpose: string, data: string) => [
          createHash('sha256').update(`${purpose}\n${data}`).digest('base64url'),
        ],
      },
    },
    {
      provide: PORTS.readSide,
      useValue: {
        head: async () => knobs.head,
        waitFor: async (_: unknown, position: string) => position <= knobs.reached,
      },
    },
    { provide: PORTS.streamReader, useValue: reader },
    { provide: PORTS.presence, useValue: {} },
    { provide: PORTS.readiness, useValue: { report: async () => ({ ready: knobs.ready, parts: { log: 'ok' } }) } },
  ];
  return { ports, knobs };
};
