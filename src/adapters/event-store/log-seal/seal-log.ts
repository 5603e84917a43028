import type { EventStore } from '../../../kernel/event-store';
import { canonicalJson } from '../../../kernel/facts/canonical-json';
import type { FactAuthentication } from '../../../kernel/facts/fact-authentication';
import type { FactClassifier } from '../../../kernel/facts/fact-classifier';
import { LOG_SEALED, LOG_SEAL_STREAM, type LogSeal } from '../../../kernel/facts/log-seal';
import type { Ids } from '../../../kernel/ids';
import { StoreDamaged, WrongExpectedRevision } from '../../../kernel/store-errors';
import type { StoredLog } from '../../../kernel/stored-log';
import { timestamp } from '../../../kernel/time';
import type { OpenedMaterial } from '../../material-store/opened-material';
import { readSeals } from './read-seals';
import { countUncoded, sealOf } from './seal-of';

export interface LogSealing {
  readonly store: EventStore & StoredLog;
  readonly judge: FactClassifier;
  /** That the log was sealed stands with the sealed values too. */
  readonly material: Pick<OpenedMaterial, 'sealMark' | 'keepSealMark'>;
  /** Of the mark. */
  readonly authentication: FactAuthentication;
  readonly ids: Ids;
  /** ms since 1970. */
  readonly now: () => number;
  /** Somebody answers for sealing what was sealed before and has lost its seal. */
  readonly reason?: string;
  /** And does so whether or not it has: what is sealed stays what it was, and the reason stands in the log. */
  readonly always?: true;
  /** A log without a seal is told, not sealed. */
  readonly never?: true;
}

const WAYS_OUT =
  'put the newest copy of the events in its place; where there is none, look at what there is and answer for it with npx --no keyledger settle log-seal --reason "…"';

const LOST_SEAL = `The log has lost its seal: it was put back to a copy from before its facts had authentication codes, or somebody took the codes and the seal away; ${WAYS_OUT}.`;
const OTHER_SEAL = `The log has another seal than the one that stands with the sealed values: one of them was put back, or belongs to another log; ${WAYS_OUT}.`;

export const markText = (logId: string, { facts, digest, upTo }: LogSeal): string =>
  canonicalJson({ logId, facts, digest, upTo });

/**
 * The seal of a log, which is made where there never was one: whatever follows it proves itself. Throws {@link StoreDamaged}
 * for a log that lost its seal, with one line that names the ways out.
 */
export const sealLog = async (sealing: LogSealing): Promise<LogSeal> => {
  const { store, material, authentication, reason, always = false, never = false } = sealing;
  const logId = await store.logId();
  for (let resealed = false; ;) {
    // In this order: the mark is made after the seal, so who finds it finds the seal.
    const mark = await material.sealMark();
    const { seals, last } = await readSeals(store);
    const seal = seals.at(-1);
    const isMarked = mark !== undefined && seals.some((each) => authentication.holds(mark, markText(logId, each)));
    const isDoubtful = mark !== undefined && !isMarked;
    if (seal !== undefined && (resealed || !(isDoubtful || always))) {
      if (mark === undefined || resealed) await material.keepSealMark(authentication.codeOf(markText(logId, seal)));
      return seal;
    }
    if (reason === undefined && (isDoubtful || never)) {
      throw new StoreDamaged(seal === undefined ? LOST_SEAL : OTHER_SEAL);
    }
    resealed = (await madeSeal(sealing, last, isDoubtful ? undefined : seal)) && reason !== undefined;
  }
};

/** Of all that proves itself by nothing. Undefined: another node was faster. */
const anew = async ({ store, judge, reason }: LogSealing): Promise<LogSeal | undefined> => {
  const uncoded = await countUncoded(store, judge);
  if (uncoded.coded > 0 && reason === undefined) {
    // Another node may have sealed it meanwhile, and gone on.
    if ((await readSeals(store)).seals.length > 0) return undefined;
    throw new StoreDamaged(LOST_SEAL);
  }
  return sealOf(store, judge, uncoded);
};

/** False when somebody else was faster, whose seal is the one. */
const madeSeal = async (sealing: LogSealing, last: number, known: LogSeal | undefined): Promise<boolean> => {
  const { store, ids, now, reason } = sealing;
  const seal = known ?? (await anew(sealing));
  if (seal === undefined) return false;
  const sealedAt = timestamp(now());
  const { facts, digest, upTo, stretches } = seal;
  const event = {
    id: ids.next(),
    type: LOG_SEALED,
    data: { facts, digest, upTo, stretches, sealedAt, ...(reason === undefined ? {} : { reason }) },
    metadata: { actor: { kind: 'policy', name: 'seal-log' }, time: sealedAt, correlationId: ids.next() },
  } as const;
  try {
    await store.append(LOG_SEAL_STREAM, last, [event]);
    return true;
  } catch (error) {
    if (error instanceof WrongExpectedRevision) return false;
    throw error;
  }
};
