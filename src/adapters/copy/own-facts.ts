import type { FactClassifier, StoredFact } from '../../kernel/facts/fact-classifier';
import { LOG_SEALED, LOG_SEAL_STREAM, type LogSeal } from '../../kernel/facts/log-seal';
import type { NewEvent } from '../../kernel/new-event';
import { BEFORE_FIRST } from '../../kernel/position';
import type { CopyMark } from '../material-store/copy-mark';
import { deterministicId } from '../outside/derived-ids';
import type { Compared } from './facts';
import type { Translate } from './places';
import type { Reaches } from './reaches';

const MOVED = 'keyledger.log-moved.v1';
const MOVED_STREAM = 'operations';

/** Streams that the copy appends to, once all else is there. */
export const OWN_STREAMS = [LOG_SEAL_STREAM, MOVED_STREAM] as const;

const idOf = (copyId: string, what: 'seal' | 'moved'): string => deterministicId('copy', copyId, what);

export const ownIds = (copyId: string): ReadonlySet<string> => new Set([idOf(copyId, 'seal'), idOf(copyId, 'moved')]);

/** What was sealed lies at other places there. */
export const movedSeal = (seal: LogSeal, translate: Translate): LogSeal => ({
  ...seal,
  upTo: translate(seal.upTo),
  stretches: seal.stretches.map((stretch) => ({ ...stretch, upTo: translate(stretch.upTo) })),
});

export interface OwnFactsOf {
  readonly judge: Pick<FactClassifier, 'admit'>;
  /** As the new place says it. */
  readonly seal: LogSeal;
  readonly compared: Compared;
  /** Streams that lost their end. */
  readonly reaches: Reaches;
  readonly moved: CopyMark;
  readonly from: string;
}

/**
 * The facts by which a copied log begins its new life: its seal where that names places, and that it was moved. The same again
 * for the same copy.
 */
export const ownFacts = ({ judge, seal, compared, reaches, moved, from }: OwnFactsOf): readonly StoredFact[] => {
  const { copyId, at, where } = moved;
  const metadata = { actor: { kind: 'policy', name: 'copy-log' }, time: at, correlationId: copyId } as const;
  const stored = (stream: string, event: NewEvent): StoredFact => {
    const last = Math.max(compared.revisions.get(stream) ?? -1, reaches.get(stream) ?? -1);
    const [admitted] = judge.admit(stream, last, [event]);
    if (admitted === undefined) throw new Error('a fact was admitted and is not there');
    const { id, type, data, metadata: coded } = admitted;
    return {
      id,
      stream,
      revision: last + 1,
      position: BEFORE_FIRST,
      type,
      data: JSON.parse(data) as unknown,
      metadata: JSON.parse(coded) as unknown,
      texts: { data, metadata: coded },
    };
  };
  const { facts, digest, upTo, stretches } = seal;
  const sealed = { id: idOf(copyId, 'seal'), type: LOG_SEALED, data: { facts, digest, upTo, stretches, sealedAt: at } };
  const told = { copyId, from, to: where, facts: compared.facts, digest: compared.digest };
  return [
    ...(facts === 0 ? [] : [stored(LOG_SEAL_STREAM, { ...sealed, metadata } as NewEvent)]),
    stored(MOVED_STREAM, { id: idOf(copyId, 'moved'), type: MOVED, data: told, metadata } as NewEvent),
  ];
};
