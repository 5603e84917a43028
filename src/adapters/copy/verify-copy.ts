import type { ValueName } from '../../kernel/operations';
import { addressesOf, opens } from '../backup/check-values';
import type { OnProgress, LogTarget } from './log-target';
import { compareLogs, type Compared } from './facts';
import type { MaterialEnd } from './material-end';
import type { Source } from './open-source';
import { OWN_STREAMS, ownIds } from './own-facts';
import { CopiedPositions, type Translate } from './places';
import { soughtPlaces } from './rows';

/** A log and its values at both ends. */
export interface CopyEnds {
  readonly source: Source;
  readonly material: MaterialEnd;
  readonly log: LogTarget;
  readonly copyId: string;
  /** How many events there are to copy. */
  readonly events: number;
}

/** Holds every event against its copy. Throws `NotCopied` for the first that differs. */
export const verifyFacts = async (
  { source: { log, material }, log: target, copyId, events }: CopyEnds,
  onProgress: OnProgress,
): Promise<{ readonly compared: Compared; readonly translate: Translate }> => {
  const { upTo, stretches } = log.seal;
  const sought = await soughtPlaces(material.tables);
  const places = new CopiedPositions([...sought, upTo, ...stretches.map((stretch) => stretch.upTo)]);
  const compared = await compareLogs(log.eventStore, target, {
    own: ownIds(copyId),
    places,
    streams: OWN_STREAMS,
    tell: (done) => onProgress('verifying events', done, events),
  });
  return { compared, translate: places.end() };
};

/** Opens every value where it arrived; the plaintext goes nowhere. */
export const openValues = async (
  { source, material: { store } }: CopyEnds,
  onProgress: OnProgress,
): Promise<{ readonly values: number; readonly unopened: readonly ValueName[] }> => {
  const unopened: ValueName[] = [];
  let values = 0;
  for await (const page of addressesOf(store)) {
    for (const { identityId, version } of page) {
      const value = { identityId, version };
      values += 1;
      if (!(await opens(store, source.log.sealing, value))) unopened.push(value);
    }
    onProgress('opening values', values);
  }
  return { values, unopened };
};
