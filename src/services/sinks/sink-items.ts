import { canonicalFact } from '../../kernel/facts/canonical-fact';
import type { RecordedEvent } from '../../kernel/recorded-event';
import type { SinkCheckpoint, SinkFact } from '../../kernel/sinks';
import { cefLine } from '../../queries/audit/siem/cef';
import type { ExportedEntry } from '../../queries/audit/siem/exported-entry';
import { mappedOf } from '../../queries/audit/siem/ocsf-mapping';
import { ocsfEvent } from '../../queries/audit/siem/ocsf';
import {
  CHECKPOINT_TYPE,
  cefOfCheckpoint,
  ocsfOfCheckpoint,
  toldCheckpoint,
} from '../../queries/audit/siem/told-checkpoint';

/** How a log is called outside, as its own evidence calls it. */
const sourceOf = (logId: string): string => `keyledger/${encodeURIComponent(logId)}`;

/** A fact as sinks are sent it; `entry`: the same as the audit tells it. */
export const factItem = (fact: RecordedEvent, entry: ExportedEntry, logId: string): SinkFact => ({
  kind: 'fact',
  id: fact.id,
  source: sourceOf(logId),
  type: fact.type,
  subject: fact.stream,
  time: fact.metadata.time,
  severity: mappedOf(entry).severity,
  position: fact.position,
  ...(entry.leaf === undefined ? {} : { leaf: entry.leaf }),
  canonical: canonicalFact(fact),
  ocsf: () => ocsfEvent(entry),
  cef: () => cefLine(entry),
});

/** A signed note as sinks are sent it. */
export const checkpointItem = (note: string, time: string, logId: string): SinkCheckpoint => {
  const told = toldCheckpoint(note, time);
  return {
    kind: 'checkpoint',
    id: told.id,
    source: sourceOf(logId),
    type: CHECKPOINT_TYPE,
    subject: told.origin,
    time,
    severity: 1,
    note,
    ocsf: () => ocsfOfCheckpoint(told),
    cef: () => cefOfCheckpoint(told),
  };
};
