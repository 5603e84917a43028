import type { Attestation, EvidenceStore, KeptCheckpoint } from '../kernel/evidence-store';

/** What is kept is surely there this long after it says that it was, ms: a bundle is the same each time it is put together. */
const SETTLED_MS = 3000;
/** A checkpoint that its witnesses cosigned is taken before a newer one that they have not, if it is no older than that. */
const MOST_BEHIND_MS = 5 * 60 * 1000;
/** So many of the last attestations are looked at. */
const LOOKED_AT = 100;

/** A checkpoint with the cosignatures under it: one note still. */
export const cosignedNote = (note: string, attestations: readonly Attestation[]): string =>
  note +
  attestations
    .filter(({ kind }) => kind === 'cosignature')
    .map(({ content }) => content)
    .join('');

/** The newest checkpoint of a log as it is served: with who has cosigned it so far. */
export const servedNote = async (kept: EvidenceStore, { log, size, note }: KeptCheckpoint): Promise<string> =>
  cosignedNote(note, await kept.attestations(log, size - 1, size));

/** Those that count in a bundle that was asked for at a moment: no later one joins them. */
export const settledBy =
  (requestedAt: string) =>
  ({ keptAt }: Attestation): boolean =>
    Date.parse(keptAt) <= Date.parse(requestedAt) - SETTLED_MS;

/** The checkpoint that a bundle is of: the newest one that enough witnesses have cosigned, unless that is long ago. */
export const newestForBundle = async (
  kept: EvidenceStore,
  log: number,
  { isQuorum, now }: { readonly isQuorum?: (vkeys: readonly string[]) => boolean; readonly now: string },
): Promise<KeptCheckpoint | undefined> => {
  const newest = await kept.newest(log);
  if (newest === undefined || isQuorum === undefined) return newest;
  const bySize = new Map<number, string[]>();
  for (const each of await kept.newestAttestations(log, LOOKED_AT)) {
    if (each.kind !== 'cosignature' || !settledBy(now)(each)) continue;
    bySize.set(each.size, [...(bySize.get(each.size) ?? []), each.by]);
  }
  const size = [...bySize].find(([, by]) => isQuorum(by))?.[0];
  const cosigned = size === undefined ? undefined : await kept.newest(log, size);
  if (cosigned?.size !== size || cosigned === undefined) return newest;
  return Date.parse(newest.signedAt) - Date.parse(cosigned.signedAt) <= MOST_BEHIND_MS ? cosigned : newest;
};
