import { isRefusal } from '../../kernel/refusal';
import { grow } from '../../kernel/fold';
import { recordCheckpoint, restartEvidence, stopEvidence } from './decide';
import { evidence, type EvidenceState } from './state';

const AT = '2026-02-01T09:30:00.000Z';
const found = {
  log: 1,
  origin: 'keyledger/x',
  cause: 'cut',
  detail: 'd',
  signedSize: 9,
  signedRoot: 'r',
  agreesUpTo: 4,
} as const;
const restart = { origin: 'keyledger/x', lastCheckpoint: 'note', reason: 'restored', restartedBy: 'u' };
const after = (state: EvidenceState, events: ReturnType<typeof recordCheckpoint>) => grow(evidence, state, events);
const stopped = after(evidence.initial, stopEvidence(evidence.initial, found, AT));

describe('stopping', () => {
  it('is told once', () => {
    expect(stopped.stopped).toMatchObject({ critical: true, cause: 'cut', agreesUpTo: 4, stoppedAt: AT });
    expect(stopEvidence(stopped, found, AT)).toEqual([]);
  });

  it('does not reach a log that was begun since', () => {
    expect(stopEvidence({ log: 2, bundles: [] }, found, AT)).toEqual([]);
  });
});

describe('a new beginning', () => {
  it('is refused while the log is signed', () => {
    const refused = restartEvidence(evidence.initial, restart, AT);
    expect(isRefusal(refused) && refused.code).toBe('EVIDENCE_NOT_STOPPED');
  });

  it('has a name of its own and holds the last checkpoint', () => {
    const again = after(stopped, restartEvidence(stopped, restart, AT) as never);
    expect(again).toEqual({ log: 2, origin: 'keyledger/x/2', continues: 'note', bundles: [] });
    const third = after(again, stopEvidence(again, { ...found, log: 2 }, AT));
    expect(after(third, restartEvidence(third, restart, AT) as never)).toMatchObject({
      log: 3,
      origin: 'keyledger/x/3',
    });
  });
});

describe('a checkpoint in the log', () => {
  const checkpoint = { origin: 'keyledger/x', size: 1, checkpoint: 'note' };
  it.each([
    ['an hour after the last one', '2026-02-01T08:30:00.000Z', 1],
    ['sooner', '2026-02-01T08:30:00.001Z', 0],
  ])('is told %s: %s', (_, recordedAt, times) => {
    expect(recordCheckpoint({ log: 1, bundles: [], recordedAt }, checkpoint, AT)).toHaveLength(times);
  });

  it('is not told once signing has ended', () => {
    expect(recordCheckpoint(stopped, checkpoint, AT)).toEqual([]);
  });
});
