import type { StoredFact } from '../../kernel/facts/fact-classifier';
import type { StoredLog } from '../../kernel/stored-log';
import { storedText } from '../event-store/log-seal/stored-text';
import { TextDigest } from '../event-store/log-seal/text-digest';
import { eachStored, type LogTarget } from './log-target';
import { NotCopied } from './not-copied';
import type { CopiedPositions } from './places';

const BATCH = 500;

/** Told how many events are done. */
export type OnCopied = (done: number) => void;

const differs = (fact: StoredFact): NotCopied =>
  new NotCopied(
    `What is to be copied into holds another fact than the log at ${fact.stream} ${fact.revision}: somebody else works there, or it was put back. Empty it, or name another one.`,
  );

/** Writes what the target lacks behind what it has, which must be the beginning of the log. Throws {@link NotCopied}. */
export const copyFacts = async (
  source: StoredLog,
  target: LogTarget,
  own: CopyFacts,
  tell: OnCopied,
): Promise<void> => {
  const facts = eachStored(source);
  let done = 0;
  for await (const there of eachStored(target)) {
    if (own.has(there.id)) continue;
    const { value: here } = await facts.next();
    if (here === undefined || storedText(here) !== storedText(there)) throw differs(there);
    if ((done += 1) % BATCH === 0) tell(done);
  }
  let batch: StoredFact[] = [];
  const write = async () => {
    await target.write(batch);
    done += batch.length;
    batch = [];
    tell(done);
  };
  for await (const fact of facts) {
    if (batch.push(fact) === BATCH) await write();
  }
  await write();
};

/** Ids of the facts that the copy itself appends. */
export type CopyFacts = ReadonlySet<string>;

export interface Compared {
  readonly facts: number;
  /** SHA-256 of their texts, a newline behind each. */
  readonly digest: string;
  /** The last revision of each stream that was asked for. */
  readonly revisions: ReadonlyMap<string, number>;
}

/**
 * Holds each event of one log against that of its copy, in the order of both, and learns where places of the one lie in the
 * other. Throws {@link NotCopied} for the first that differs.
 */
export const compareLogs = async (
  source: StoredLog,
  target: StoredLog,
  { own, places, streams, tell }: CompareOptions,
): Promise<Compared> => {
  const digest = new TextDigest();
  const revisions = new Map(streams.map((stream) => [stream, -1]));
  const copied = eachStored(target);
  const next = async (): Promise<StoredFact | undefined> => {
    for (;;) {
      const step = await copied.next();
      if (step.done === true) return undefined;
      if (!own.has(step.value.id)) return step.value;
    }
  };
  for await (const here of eachStored(source)) {
    const there = await next();
    const text = storedText(here);
    if (there === undefined || storedText(there) !== text) throw differs(here);
    digest.add(text);
    places.pass(here.position, there.position);
    if (revisions.has(here.stream)) revisions.set(here.stream, here.revision);
    if (digest.texts % BATCH === 0) tell(digest.texts);
  }
  const more = await next();
  if (more !== undefined) throw differs(more);
  return { facts: digest.texts, digest: digest.end(), revisions };
};

export interface CompareOptions {
  readonly own: CopyFacts;
  readonly places: CopiedPositions;
  /** Whose last revisions are wanted. */
  readonly streams: readonly string[];
  readonly tell: OnCopied;
}
