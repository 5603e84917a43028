import { createHash } from 'node:crypto';
import { derivedIds } from '../../../src/adapters/outside/derived-ids';
import { uuidV7Ids } from '../../../src/adapters/outside/uuid-v7-ids';
import { Idempotency, type IdempotencyAnswer, type RunReceipt } from '../../../src/kernel/idempotency';
import { refuse } from '../../../src/kernel/refusal';
import { RefusedError } from '../../../src/kernel/refused-error';
import { Shutdown } from '../../../src/kernel/shutdown';
import { SignIn, MachineSignIn } from '../../../src/kernel/sign-in';
import { TokenIssuers } from '../../../src/kernel/token-issuers';
import { TokenRejected } from '../../../src/kernel/token-rejected';
import { Presence } from '../../../src/kernel/presence';
import { ReadModels } from '../../../src/kernel/read-models';
import { ReadSide } from '../../../src/kernel/read-side';
import { ReadThrough } from '../../../src/kernel/read-through';
import { Sealing } from '../../../src/kernel/sealing';
import { SeededIds } from '../../../src/kernel/seeded-ids';
import { StoreUnavailable } from '../../../src/kernel/store-errors';
import { Readiness } from '../../../src/kernel/readiness';
import { StreamReader } from '../../../src/kernel/stream-reader';
import { Ids } from '../../../src/kernel/ids';
import { Clock } from '../../../src/kernel/clock';
import { Foreground } from '../../../src/kernel/foreground';

const memory = (): Idempotency => {
  const known = new Map<string, { fingerprint: string; receipt?: RunReceipt }>();
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
  const knobs = { head: '5', reached: '9', ready: true, throughLog: 0, listsThings: false, logIsAway: false };
  const ports = [
    { provide: Clock, useValue: clock },
    { provide: Ids, useValue: uuidV7Ids(clock) },
    { provide: SeededIds, useValue: derivedIds },
    { provide: Idempotency, useValue: memory() },
    { provide: TokenIssuers, useValue: issuers },
    { provide: MachineSignIn, useValue: { signIn: () => Promise.reject(new Error('no machines here')) } },
    { provide: SignIn, useValue: signIn },
    {
      provide: Sealing,
      useValue: {
        fingerprints: (purpose: string, data: string) => [
          createHash('sha256').update(`${purpose}\n${data}`).digest('base64url'),
        ],
      },
    },
    {
      provide: ReadSide,
      useValue: {
        head: async () => knobs.head,
        waitFor: async (_: unknown, position: string) => position <= knobs.reached,
      },
    },
    {
      provide: ReadThrough,
      useValue: {
        asking: async (question: () => Promise<unknown>, onModel?: () => void) => {
          knobs.throughLog += 1;
          if (knobs.logIsAway) throw new StoreUnavailable('away');
          if (knobs.listsThings) onModel?.();
          return question();
        },
      },
    },
    // Nothing here is known by a name.
    { provide: ReadModels, useValue: {} },
    { provide: StreamReader, useValue: reader },
    { provide: Presence, useValue: {} },
    { provide: Foreground, useClass: Foreground },
    { provide: Shutdown, useClass: Shutdown },
    { provide: Readiness, useValue: { report: async () => ({ ready: knobs.ready, parts: { log: 'ok' } }) } },
  ];
  return { ports, knobs };
};
