import type { Config } from '../../config/config';
import type { Copied } from '../../kernel/copied';
import { timestamp } from '../../kernel/time';
import { DisposableStack } from '../disposable-stack';
import { markText } from '../event-store/log-seal/seal-log';
import type { CopyMark } from '../material-store/copy-mark';
import { offlineDamages } from '../offline/offline-damages';
import { derivedIds } from '../outside/derived-ids';
import { systemClock } from '../outside/system-clock';
import { uuidV7Ids } from '../outside/uuid-v7-ids';
import { factAuthentication } from '../sealing/fact-authentication';
import { evidenceSeeds } from '../evidence/evidence-seeds';
import { eachStored, type CopyOptions } from './log-target';
import { evidenceFiles } from './evidence-files';
import { assertAlone } from './hold-alone';
import { copyFacts, type Compared } from './facts';
import { NotCopied } from './not-copied';
import { openSource, type Source } from './open-source';
import { openTarget } from './open-target';
import { movedSeal, ownFacts, ownIds } from './own-facts';
import { assertApart, placeOf } from './place-of';
import type { Translate } from './places';
import { reachesOf, type Reaches } from './reaches';
import { compareRows, copyRows } from './rows';
import { assertSettled, survey } from './survey';
import { openValues, verifyFacts, type CopyEnds } from './verify-copy';

const now = () => timestamp(systemClock.now());

/** How much there is to copy. Throws {@link NotCopied} for what can't be. */
const assertCopyable = async ({ log }: Source, to: Config, { withStrangers }: CopyOptions): Promise<number> => {
  const { eventStore: store, judge } = log;
  const close = async () => undefined;
  const parts = { store, settled: judge.settled, seededIds: derivedIds, clock: systemClock, close };
  await assertSettled(offlineDamages(parts));
  const { events, strangers } = await survey(store, judge);
  if (strangers > 0 && !withStrangers && to.stores.events === 'embedded') {
    throw new NotCopied(
      `Somebody else wrote ${strangers} events into streams of the log. In embedded stores these are damage, and their streams stand still until each is settled there; --with-strangers copies them so. Nothing was copied.`,
    );
  }
  return events;
};

/** All that is not in the log, and what says of the copy which log it is of. Answers what was verified. */
const copyMaterial = async (
  ends: CopyEnds,
  translate: Translate,
  { onProgress }: CopyOptions,
): Promise<Copied['tables']> => {
  const { source, material } = ends;
  await copyRows(source.material.tables, material.tables, translate, (name, done) => onProgress(name, done));
  const logId = await source.log.eventStore.logId();
  const authentication = factAuthentication('log-seal', source.log.secrets);
  const mark = authentication.codeOf(markText(logId, movedSeal(source.log.seal, translate)));
  await material.become(source.log.material.id, logId, mark);
  return compareRows(source.material.tables, material.tables, translate);
};

/**
 * The source counts no more, durably. Where it lies in a database a server may have been started meanwhile: it is looked for
 * once nobody can start one any more, and all is held against the copy again. Where that fails the source counts as before.
 */
const leave = async (
  ends: CopyEnds,
  moved: CopyMark,
  translate: Translate,
  { onProgress }: CopyOptions,
): Promise<void> => {
  const { source, material } = ends;
  await source.material.setMoving(moved);
  if (source.mongo === undefined) return;
  try {
    await assertAlone(source.mongo);
    await verifyFacts(ends, onProgress);
    await compareRows(source.material.tables, material.tables, translate);
  } catch (error) {
    if (source.left === undefined) await source.material.setMoving(undefined);
    throw error;
  }
};

/** What is known of the log once all of it has arrived. */
interface Arrived {
  readonly compared: Compared;
  readonly reaches: Reaches;
  readonly translate: Translate;
}

/** The new place's first facts; what another attempt has appended is not appended again. */
const begin = async (
  { source, log }: CopyEnds,
  moved: CopyMark,
  { compared, reaches, translate, from }: Arrived & { readonly from: string },
): Promise<void> => {
  const own = ownIds(moved.copyId);
  const there = new Set<string>();
  for await (const { id } of eachStored(log)) if (own.has(id)) there.add(id);
  const seal = movedSeal(source.log.seal, translate);
  const facts = ownFacts({ judge: source.log.judge, seal, compared, reaches, moved, from });
  await log.write(facts.filter(({ id }) => !there.has(id)));
};

/**
 * Copies a log with its sealed values and all that goes with them into other stores, verifies it, and has it count there and no
 * longer here. May be ended at any moment and run again: until the last step the copy starts no server, and from the one before
 * it on the source starts none. Throws {@link NotCopied}, and what opening stores throws.
 */
export const copyLog = async (from: Config, to: Config, options: CopyOptions): Promise<Copied> => {
  assertApart(from, to);
  const opened = new DisposableStack();
  try {
    const source = await openSource(from, to, opened);
    const { eventStore, ownKeys } = source.log;
    const logId = await eventStore.logId();
    const events = await assertCopyable(source, to, options);
    const target = await openTarget(to, { logId, left: source.left }, opened);
    const evidence = evidenceFiles(from, to, evidenceSeeds(ownKeys), logId);
    const { copyId = uuidV7Ids(systemClock).next() } = target.begun ?? {};
    const places = { from: placeOf(from), to: placeOf(to) };
    const { material } = target;
    if (target.begun === undefined) {
      await material.setMoving({ state: 'arriving', copyId, logId, where: places.from, at: now() });
    }
    const log = await target.openLog(logId);
    const ends: CopyEnds = { source, material, log, copyId, events };
    const tell = (done: number) => options.onProgress('events', done, events);
    await copyFacts(eventStore, log, ownIds(copyId), tell);
    const reaches = await reachesOf(eventStore, source.log.judge.settled);
    for (const [stream, revision] of reaches) await log.reach(stream, revision);
    const { compared, translate } = await verifyFacts(ends, options.onProgress);
    const tables = await copyMaterial(ends, translate, options);
    const opening = await openValues(ends, options.onProgress);
    const moved = source.left ?? { state: 'left', copyId, logId, where: places.to, at: now() };
    await leave(ends, moved, translate, options);
    await begin(ends, moved, { compared, reaches, translate, from: places.from });
    evidence.bring();
    await material.setMoving(undefined);
    return { copyId, ...places, facts: compared.facts, digest: compared.digest, tables, ...opening };
  } finally {
    await opened.close();
  }
};
