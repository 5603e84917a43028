import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '../../../kernel/event-store';
import type { FactClassifier, StoredFact } from '../../../kernel/facts/fact-classifier';
import type { LogSeal } from '../../../kernel/facts/log-seal';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import type { LogProof, ProofProgress, Unproven } from '../../../kernel/log-proof';
import { BEFORE_FIRST } from '../../../kernel/position';
import type { StoredLog } from '../../../kernel/stored-log';
import { LOG } from '../log-lack';
import { RepeatedFacts } from './repeated-facts';
import { SealCheck } from './seal-check';
import { isUncoded } from './uncoded-facts';

/** Some milliseconds' worth. */
const PAGE = 100;
const LOOKED_BACK = 1000;
const REPEATED = 'it stands in its stream a second time: somebody wrote it again';
const CHANGED =
  'what its facts from before they had authentication codes say is not what was sealed: one of them was changed, added or taken away';

type Step = Parameters<LogProof['prove']>[0];
type Options = Parameters<LogProof['prove']>[1] & {
  /** Told each place of the log before it is doubted, in order, and what it is judged to be: who wants more of the log need not read it again. */
  readonly onStored?: (stored: StoredFact, entry: StreamEntry | undefined) => Promise<void>;
};

/** Proves a log against the codes of its facts and against its seal. */
export class LogProver implements LogProof {
  constructor(
    private readonly log: StoredLog & Pick<EventStore, 'scanStream'>,
    private readonly judge: FactClassifier,
    private readonly seal: LogSeal,
    /** Part of the time in which it rests. */
    private readonly rest = 0.5,
  ) {}

  async prove(tell: Step, { signal, onProgress, onStored }: Options): Promise<ProofProgress> {
    const [repeated, check] = [new RepeatedFacts(), new SealCheck(this.seal)];
    let [facts, unproven] = [0, 0];
    const found = async (place: Unproven) => {
      unproven += 1;
      await tell(place);
    };
    for (let after = BEFORE_FIRST; !signal.aborted;) {
      const began = performance.now();
      const page = await this.log.readStored(after, PAGE);
      for (const fact of page.facts) {
        facts += 1;
        if (isUncoded(this.judge, fact) && fact.position <= this.seal.upTo) check.add(fact);
        const entry = this.judge.entry(fact);
        await onStored?.(fact, entry);
        const doubt = await this.doubt(fact, entry, repeated);
        if (doubt !== undefined) await found(doubt);
      }
      after = page.position;
      onProgress?.({ facts, unproven });
      if (!page.more) break;
      // By how long it took: a busy process is left alone for longer.
      await pause(((performance.now() - began) * this.rest) / (1 - this.rest));
    }
    if (!signal.aborted) await this.compare(check, found);
    onProgress?.({ facts, unproven });
    return { facts, unproven };
  }

  private async doubt(
    fact: StoredFact,
    entry: StreamEntry | undefined,
    repeated: RepeatedFacts,
  ): Promise<Unproven | undefined> {
    if (entry === undefined || (entry.event === undefined && entry.unauthentic === undefined)) return undefined;
    const { stream, revision, type } = entry;
    if (entry.fault !== undefined) return { stream, revision, type, fault: entry.fault, unauthentic: true };
    const isRepeated = repeated.maybe(fact) && (await this.standsBefore(fact));
    return isRepeated ? { stream, revision, type, fault: REPEATED, unauthentic: true } : undefined;
  }

  private async standsBefore({ stream, revision, id }: StoredFact): Promise<boolean> {
    for (let from = 0; from < revision;) {
      const { entries } = await this.log.scanStream(stream, from, LOOKED_BACK);
      if (entries.some(({ event }) => event?.id === id && event.revision < revision)) return true;
      const last = entries.at(-1);
      if (last === undefined) break;
      from = last.revision + 1;
    }
    return false;
  }

  /** Of a piece that differs every stream is in doubt; where nothing is left of it, the log is. */
  private async compare(check: SealCheck, found: (place: Unproven) => Promise<void>): Promise<void> {
    for (const { stretch, streams } of check.changed()) {
      const places = streams.size === 0 ? [[LOG, stretch] as const] : [...streams];
      for (const [stream, revision] of places) {
        if (this.judge.settled.lossesOf(stream).some((upTo) => upTo >= revision)) continue;
        await found({ stream, revision, fault: CHANGED, unauthentic: true });
      }
    }
  }
}
