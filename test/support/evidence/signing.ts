import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CheckpointSigner } from '../../../src/evidence/checkpoint-signer';
import type { EvidenceLogStatus } from '../../../src/evidence/evidence-parts';
import { KeyChanges } from '../../../src/evidence/key-changes';
import type { PartedHistory } from '../../../src/kernel/evidence';
import type { EvidenceKey, SignedMark } from '../../../src/kernel/evidence-key';
import type { RecordedEvent } from '../../../src/kernel/recorded-event';
import { KEY_CHANGED } from '../../../wire/tlog/key-changed';
import { ED25519, noteKey, vkeyOf } from '../../../wire/tlog/note-key';
import { signNote } from '../../../wire/tlog/signed-note';
import { memoryLedger } from './memory-ledger';
import { ORIGIN } from './signed-ledger';

export const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

const wordOf = (key: KeyObject, origin: string): string => vkeyOf(noteKey(origin, ED25519, createPublicKey(key)));

/** A key with its mark in memory; of those that it holds the first one signs where no fact names another. */
export const aKey = (
  held: readonly [KeyObject, ...KeyObject[]] = [newKey()],
): EvidenceKey & {
  readonly settled: readonly string[];
  forget(): void;
  failAfter(step: 'mark' | undefined): void;
} => {
  let mark: SignedMark | undefined;
  let failing: 'mark' | undefined;
  const settled: string[] = [];
  return {
    origin: ORIGIN,
    isOwn: false,
    settled,
    vkey: (origin) => wordOf(held[0], origin),
    vkeys: (origin) => held.map((key) => wordOf(key, origin)),
    sign: (text, origin, vkey) => {
      const key = held.find((each) => wordOf(each, origin) === vkey);
      if (key === undefined) throw new Error('not held');
      return signNote(text, origin, key);
    },
    mark: () => mark,
    advance: (next) => {
      mark = next;
      if (failing === 'mark') throw new Error('killed');
    },
    settle: (_, vkey) => void settled.push(vkey),
    forget: () => void (mark = undefined),
    failAfter: (step) => void (failing = step),
  };
};

/** The fact that one key follows another, as a leaf of its own. */
export const keyChanged = (at: number, former: string, vkey: string, revision = at): RecordedEvent => ({
  id: `change${at}`,
  stream: 'evidence',
  revision,
  position: `${String(at - 1).padStart(9, '0')}x`,
  type: KEY_CHANGED,
  data: { origin: ORIGIN, former, vkey, changedAt: '2026-01-01T00:00:00.000Z' },
  metadata: {
    actor: { kind: 'policy', name: 'change-key' },
    time: '2026-01-02T00:00:00.000Z',
    correlationId: `c${at}`,
  },
});

/** A signer over a ledger that a spec fills and changes. */
export const signing = (
  ledger = memoryLedger(),
  key = aKey(),
  standing: Partial<EvidenceLogStatus> = {},
  hold: () => Promise<boolean> = async () => true,
) => {
  const stopped: PartedHistory[] = [];
  const troubles: unknown[] = [];
  const released: string[] = [];
  const recorded: number[] = [];
  const handovers: number[] = [];
  const clock = { at: Date.UTC(2026, 1, 1) };
  const head = () => ledger.facts.at(-1)?.position ?? '';
  const told = () => ledger.facts.filter(({ type }) => type === KEY_CHANGED);
  const keyChanges = new KeyChanges(
    { page: async (_, from) => told().filter(({ revision }) => revision >= from) },
    ledger.parts,
  );
  const signer = new CheckpointSigner({
    ...ledger.parts,
    readSide: { head: async () => head(), waitFor: async () => true },
    key,
    lease: { hold, release: async (name) => void released.push(name) },
    clock: { now: () => clock.at },
    standing: async () => ({
      log: 1,
      isStopped: stopped.length > 0,
      changes: told().length,
      named: [],
      handovers,
      ...standing,
    }),
    keyChanges: (log, count) => keyChanges.of(log, count),
    tellKeys: async () => undefined,
    stop: async (found) => void stopped.push(found),
    tell: async ({ size }) => void recorded.push(size),
    tellHandover: async ({ size }) => void handovers.push(size),
    onError: (error) => void troubles.push(error),
    giveWay: async () => undefined,
  });
  return {
    ledger,
    key,
    signer,
    stopped,
    troubles,
    released,
    recorded,
    handovers,
    clock,
    sizes: () => ledger.parts.kept.after(1, 0, 100).then((all) => all.map(({ size }) => size)),
  };
};
