import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogSeal } from '../../kernel/facts/log-seal';
import type { FactAuthentication } from '../../kernel/facts/fact-authentication';
import type { Unproven } from '../../kernel/log-proof';
import type { Ids } from '../../kernel/ids';
import { StoreDamaged } from '../../kernel/store-errors';
import { LogProver } from '../event-store/log-seal/log-prover';
import { sealLog } from '../event-store/log-seal/seal-log';
import { trustSealed, openEvents } from '../event-store/open-events';
import type { MaterialFile } from '../material-store/embedded/material-file';
import { AwaitedAuthentication } from '../sealing/awaited-authentication';
import { factAuthentication, type AuthenticationSecrets } from '../sealing/fact-authentication';
import { CHECKPOINTS, manifestText, type Manifest } from './manifest';
import { NotRestored } from './not-restored';
import { partedIn } from './prove-tree';

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

/**
 * Proves every fact of a copied log, and that it is what its checkpoints were signed over, before it is put anywhere; where
 * somebody answers for it, that stands in the log afterwards. Throws {@link NotRestored}, naming the first place that proves nothing.
 */
export const proveLog = async (draft: string, material: MaterialFile, by: ProvenBy): Promise<void> => {
  const where = { dataDir: draft, stores: {} };
  const awaited = new AwaitedAuthentication();
  const events = await openEvents(where, {}, awaited);
  try {
    awaited.begin(factAuthentication('fact', by.secrets, await events.eventStore.logId()));
    const seal = await sealed(events, material, by);
    await trustSealed(events, seal);
    const signal = new AbortController().signal;
    const tell = async ({ stream, revision, type, fault }: Unproven) => {
      if (by.accepted !== undefined) return;
      const what = type === undefined ? '' : ` (${type})`;
      throw refused(`Nothing proves ${stream} at revision ${revision}${what} of the backup: ${fault}`);
    };
    await new LogProver(events.eventStore, events.judge, seal, 0).prove(tell, { signal });
    const isSigned = by.accepted === undefined && existsSync(join(draft, CHECKPOINTS));
    const size = isSigned ? await partedIn(draft, events.eventStore) : undefined;
    if (size !== undefined) {
      throw refused(
        `The log of the backup parts from what was signed, at or before fact ${size}: facts are gone or moved`,
      );
    }
  } finally {
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
