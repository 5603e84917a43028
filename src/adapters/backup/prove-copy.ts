import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogSeal } from '../../kernel/facts/log-seal';
import { FactClassifier, type StoredFact } from '../../kernel/facts/fact-classifier';
import { factReader } from '../../kernel/facts/fact-reader';
import type { StreamEntry } from '../../kernel/facts/stream-entry';
import type { FactAuthentication } from '../../kernel/facts/fact-authentication';
import type { Unproven } from '../../kernel/log-proof';
import type { Ids } from '../../kernel/ids';
import { StoreDamaged } from '../../kernel/store-errors';
import { LogProver } from '../event-store/log-seal/log-prover';
import { sealLog } from '../event-store/log-seal/seal-log';
import { trustSealed, openEvents } from '../event-store/open-events';
import { openEmbeddedEvidence } from '../evidence/embedded-evidence-store';
import type { MaterialFile } from '../material-store/embedded/material-file';
import { AwaitedAuthentication } from '../sealing/awaited-authentication';
import { factAuthentication, type AuthenticationSecrets } from '../sealing/fact-authentication';
import { CHECKPOINTS, manifestText, type Manifest } from './manifest';
import { NamedValues } from './named-values';
import { NotRestored } from './not-restored';
import { SignedTree } from './prove-tree';

export interface ProvenBy {
  /** What codes are made with. */
  readonly secrets: AuthenticationSecrets;
  readonly ids: Ids;
  /** ms since 1970. */
  readonly now: number;
  /** Somebody answers for what does not prove itself; it is told in the log, and what was changed stays damage there. */
  readonly accepted?: string;
}

const ACCEPT = 'use another one, or answer for this one with --accept-unauthenticated "…". Nothing was restored.';

const refused = (why: string): NotRestored => new NotRestored(`${why}; ${ACCEPT}`);

export const manifestAuthentication = (secrets: AuthenticationSecrets): FactAuthentication =>
  factAuthentication('backup-manifest', secrets);

/** Was the manifest written by a server of ours? Throws {@link NotRestored}. */
export const proveManifest = (manifest: Manifest, { secrets, accepted }: ProvenBy): void => {
  const { mac } = manifest;
  const isProven = mac !== undefined && manifestAuthentication(secrets).holds(mac, manifestText(manifest));
  if (isProven || accepted !== undefined) return;
  throw refused(
    mac === undefined
      ? 'The manifest of the backup has no authentication code: it is of an earlier release, or somebody else wrote it'
      : 'The authentication code of the manifest is not for what it says: somebody else changed it',
  );
};

/** What of a log is told once all of it is read. */
interface ProvenLog {
  readonly named: NamedValues;
  readonly events: number;
  readonly streams: number;
}

/**
 * Proves every fact of a copied log, and that it is what its checkpoints were signed over, before it is put anywhere; where
 * somebody answers for it, that stands in the log afterwards. Reads it once. Throws {@link NotRestored}, naming the first place that
 * proves nothing.
 */
export const proveLog = async (draft: string, material: MaterialFile, by: ProvenBy): Promise<ProvenLog> => {
  const where = { dataDir: draft, stores: {} };
  const awaited = new AwaitedAuthentication();
  const events = await openEvents(where, {}, awaited);
  let kept: ReturnType<typeof openEmbeddedEvidence> | undefined;
  try {
    awaited.begin(factAuthentication('fact', by.secrets, await events.eventStore.logId()));
    const seal = await sealed(events, material, by);
    await trustSealed(events, seal);
    const tell = async ({ stream, revision, type, fault }: Unproven) => {
      if (by.accepted !== undefined) return;
      const what = type === undefined ? '' : ` (${type})`;
      throw refused(`Nothing proves ${stream} at revision ${revision}${what} of the backup: ${fault}`);
    };
    const isSigned = by.accepted === undefined && existsSync(join(draft, CHECKPOINTS));
    kept = isSigned ? openEmbeddedEvidence(join(draft, CHECKPOINTS)) : undefined;
    const tree = kept === undefined ? undefined : new SignedTree(kept);
    const named = new NamedValues();
    // Names count whether or not their facts prove themselves: a value is not thrown away because of who changed a fact.
    const anybody = new FactClassifier(factReader, true);
    let streams = 0;
    const onStored = async (stored: StoredFact, entry: StreamEntry | undefined) => {
      if (stored.revision === 0) streams += 1;
      const event = entry?.event ?? anybody.entry(stored)?.event;
      if (event !== undefined) named.hear(event);
      if (entry?.event !== undefined) await tree?.hear(entry.event);
    };
    const { signal } = new AbortController();
    const { facts } = await new LogProver(events.eventStore, events.judge, seal, 0).prove(tell, { signal, onStored });
    const size = await tree?.parted();
    if (size !== undefined) {
      throw refused(
        `The log of the backup parts from what was signed, at or before fact ${size}: facts are gone or moved`,
      );
    }
    return { named, events: facts, streams };
  } finally {
    kept?.close();
    await events.eventStore.close();
  }
};

const sealed = async (
  { eventStore: store, judge }: Awaited<ReturnType<typeof openEvents>>,
  material: MaterialFile,
  { secrets, ids, now, accepted }: ProvenBy,
): Promise<LogSeal> => {
  try {
    return await sealLog({
      store,
      judge,
      material: {
        sealMark: async () => material.sealMark(),
        keepSealMark: async (mark) => material.keepSealMark(mark),
      },
      authentication: factAuthentication('log-seal', secrets),
      ids,
      now: () => now,
      ...(accepted === undefined ? { never: true as const } : { reason: accepted, always: true as const }),
    });
  } catch (error) {
    if (!(error instanceof StoreDamaged)) throw error;
    throw refused(
      'The log of the backup is not sealed as the values in it say, or was never: nothing proves its facts',
    );
  }
};
