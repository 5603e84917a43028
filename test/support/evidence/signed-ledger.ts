import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { bundlePieces } from '../../../src/evidence/bundle-pieces';
import { treeOf } from '../../../src/evidence/evidence-parts';
import type { RecordedEvent } from '../../../src/kernel/recorded-event';
import { formatCheckpoint } from '../../../wire/tlog/checkpoint';
import { ED25519, noteKey, vkeyOf } from '../../../wire/tlog/note-key';
import { signNote } from '../../../wire/tlog/signed-note';
import { memoryLedger } from './memory-ledger';

export const ORIGIN = 'keyledger/spec';

/** So many facts: of some streams, in turn, each later than the one before. */
export const someFacts = (count: number, first = 0): readonly RecordedEvent[] =>
  Array.from({ length: count }, (_, n) => {
    const at = first + n;
    return {
      id: `e${at}`,
      stream: `vault-${at % 7}`,
      revision: Math.floor(at / 7),
      position: String(at).padStart(9, '0'),
      type: 'keyledger.vault-renamed.v1',
      data: { identityGroupId: String(at % 7), organizationId: `o${at % 2}`, name: `name ${at}` },
      metadata: {
        actor: { kind: 'user', userId: 'u1' },
        time: new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString(),
        correlationId: `c${at}`,
      },
    };
  });

/** A ledger of such facts, or of those that are given; a key that signs it, and bundles of it. */
export const signedLedger = async (
  count: number,
  facts: readonly RecordedEvent[] = someFacts(count),
  origin = ORIGIN,
) => {
  const ledger = memoryLedger();
  const { privateKey } = generateKeyPairSync('ed25519');
  const vkey = vkeyOf(noteKey(origin, ED25519, createPublicKey(privateKey)));
  await ledger.take(facts);

  const sign = async (size: number) => {
    const root = await treeOf(ledger.parts, 1).root(size);
    const note = signNote(formatCheckpoint({ origin, size: BigInt(size), root }), origin, privateKey);
    return {
      log: 1,
      origin,
      size,
      root: root.toString('base64'),
      note,
      vkey,
      signedAt: '2026-02-01T00:00:00.000Z',
    };
  };
  const bundle = async (
    size = count,
    scope: { readonly organizationId?: string; readonly requestedAt?: string } = {},
  ) => {
    const pieces: Buffer[] = [];
    for await (const piece of bundlePieces(ledger.parts, await sign(size), scope, undefined)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  return { ledger, vkey, sign, bundle };
};
