import { isRefusal } from '../../kernel/refusal';
import { grow } from '../../kernel/fold';
import { changeEvidenceKey, recordCheckpoint, recordHandover, restartEvidence, stopEvidence } from './decide';
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
const restart = {
  origin: 'keyledger/x',
  lastCheckpoint: 'note',
  reason: 'restored',
  restartId: 'r1',
  restartedBy: 'u',
};
const after = (state: EvidenceState, events: ReturnType<typeof recordCheckpoint>) => grow(evidence, state, events);
const stopped = after(evidence.initial, stopEvidence(evidence.initial, found, AT));

describe('stopping', () => {
  it('is told once', () => {
    expect(stopped.stopped).toMatchObject({ critical: true, cause: 'cut', agreesUpTo: 4, stoppedAt: AT });
    expect(stopEvidence(stopped, found, AT)).toEqual([]);
  });

  it('does not reach a log that was begun since', () => {
    expect(stopEvidence({ ...evidence.initial, log: 2 }, found, AT)).toEqual([]);
  });
});

describe('a new beginning', () => {
  it('is refused while the log is signed', () => {
    const refused = restartEvidence(evidence.initial, restart, AT);
    expect(isRefusal(refused) && refused.code).toBe('EVIDENCE_NOT_STOPPED');
  });

  it('has a name of its own and holds the last checkpoint', () => {
    const again = after(stopped, restartEvidence(stopped, restart, AT) as never);
    const begun = { log: 2, origin: 'keyledger/x/2', continues: 'note', restarts: [{ restartId: 'r1', log: 2 }] };
    expect(again).toEqual({ ...evidence.initial, ...begun });
    const third = after(again, stopEvidence(again, { ...found, log: 2 }, AT));
    expect(restartEvidence(again, restart, AT)).toEqual([]);
    expect(restartEvidence(third, restart, AT)).toEqual([]);
    expect(after(third, restartEvidence(third, { ...restart, restartId: 'r2' }, AT) as never)).toMatchObject({
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
    expect(recordCheckpoint({ ...evidence.initial, recordedAt }, checkpoint, AT)).toHaveLength(times);
  });

  it('is told at once where a key hands over, each of them once, of each log anew', () => {
    const told = after({ ...evidence.initial, recordedAt: AT }, recordHandover(evidence.initial, checkpoint, AT));
    expect(told).toMatchObject({ handovers: [1], recordedAt: AT });
    expect(recordHandover(told, checkpoint, AT)).toEqual([]);
    expect(recordHandover(told, { ...checkpoint, size: 2 }, AT)).toHaveLength(1);
    const again = after(stopped, restartEvidence({ ...told, ...stopped }, restart, AT) as never);
    expect(recordHandover(again, checkpoint, AT)).toHaveLength(1);
  });

  it('is not told once signing has ended', () => {
    expect(recordCheckpoint(stopped, checkpoint, AT)).toEqual([]);
    expect(recordHandover(stopped, checkpoint, AT)).toEqual([]);
  });
});

describe('a change of the key', () => {
  const change = (state: EvidenceState, vkeys: readonly string[], signedBy?: string) =>
    changeEvidenceKey(
      state,
      { origin: 'keyledger/x', vkeys, reason: 'yearly', ...(signedBy === undefined ? {} : { signedBy }) },
      AT,
    );
  const told = (result: ReturnType<typeof change>) =>
    isRefusal(result)
      ? result.code
      : result.map(({ data }) => `${'former' in data && data.former}>${'vkey' in data && data.vkey}`);
  const changed = after(evidence.initial, change(evidence.initial, ['a', 'b'], 'a') as never);

  it.each<[string, EvidenceState, readonly string[], string | undefined, unknown]>([
    ['names the key that follows', evidence.initial, ['a', 'b'], 'a', ['a>b']],
    ['names every one that nobody told', evidence.initial, ['a', 'b', 'c'], 'a', ['a>b', 'b>c']],
    ['names what follows the one that signs', evidence.initial, ['a', 'b', 'c'], 'b', ['b>c']],
    ['follows the first one where nothing was signed yet', evidence.initial, ['a', 'b'], undefined, ['a>b']],
    ['done twice changes nothing', changed, ['a', 'b'], 'a', []],
    ['goes on from what was told, whatever signed last', changed, ['a', 'b', 'c'], 'a', ['b>c']],
    ['of no key changes nothing', evidence.initial, ['a'], 'a', []],
    ['is refused where the key that signs is lost', evidence.initial, ['c', 'd'], 'a', 'CONFLICT'],
    ['is refused where the key that was told is lost', changed, ['a'], 'a', 'CONFLICT'],
    ['is refused where nothing is signed any more', stopped, ['a', 'b'], 'a', 'EVIDENCE_STOPPED'],
  ])('%s', (_, state, vkeys, signedBy, expected) => {
    expect(told(change(state, vkeys, signedBy))).toEqual(expected);
  });

  it('is remembered as a former key by the log after it', () => {
    const ended = after(changed, stopEvidence(changed, found, AT));
    const again = after(ended, restartEvidence(ended, restart, AT) as never);
    expect(again).toMatchObject({ keyChanges: [], formerKeys: ['b', 'a'] });
  });
});
