import type { SinkCheckpoint, SinkFact } from '../../../src/kernel/sinks';

/** The n-th fact of a log, as sinks are sent it. */
export const sinkFact = (n: number, more: Partial<SinkFact> = {}): SinkFact => ({
  kind: 'fact',
  id: `e${n}`,
  source: 'keyledger/l1',
  type: 'keyledger.identity-checked-out.v1',
  subject: 'identity-1',
  time: '2026-01-31T09:30:00.003Z',
  severity: 3,
  position: String(n).padStart(16, '0'),
  canonical: `{"data":{"n":${n}},"id":"e${n}"}`,
  ocsf: () => ({ class_uid: 3003, metadata: { uid: `e${n}` } }),
  cef: () => `CEF:0|Keyledger|Keyledger|1|x|x|3|externalId=e${n}`,
  ...more,
});

export const sinkFacts = (...numbers: readonly number[]): readonly SinkFact[] => numbers.map((n) => sinkFact(n));

export const sinkCheckpoint = (size: number): SinkCheckpoint => ({
  kind: 'checkpoint',
  id: `keyledger/l1#${size}`,
  source: 'keyledger/l1',
  type: 'keyledger.checkpoint.v1',
  subject: 'keyledger/l1',
  time: '2026-01-31T09:30:00.003Z',
  severity: 1,
  note: `keyledger/l1\n${size}\ncm9vdA==\n\n— keyledger/l1 c2ln\n`,
  ocsf: () => ({ class_uid: 3004 }),
  cef: () => 'CEF:0|Keyledger|Keyledger|1|c|c|0|act=checkpoint',
});

/** Nobody calls it off. */
export const NEVER = new AbortController().signal;
