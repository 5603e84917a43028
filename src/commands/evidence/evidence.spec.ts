import { NOW } from '../../../test/support/streams/a-vault';
import { ASKING } from '../../../test/support/streams/bulk-people';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import type { PartedHistory } from '../../kernel/evidence';
import { StoreUnavailable } from '../../kernel/store-errors';
import { RecordCheckpoint, RecordCheckpointHandler } from './record-checkpoint';
import { RestartEvidence, RestartEvidenceHandler } from './restart-evidence';
import { StopEvidence, StopEvidenceHandler } from './stop-evidence';

/** The proving of the log: it is stopped once, begun anew by an owner alone, and told in the log once an hour. */
const FOUND: PartedHistory = {
  log: 1,
  origin: 'keyledger/x',
  cause: 'rewritten',
  detail: 'leaf 4 is another one',
  signedSize: 9,
  signedRoot: 'root',
  agreesUpTo: 4,
  leaf: 4,
};
const { log: _, ...TOLD } = FOUND;
const STOPPED = fact('evidence-stopped', { critical: true, ...TOLD, stoppedAt: NOW });
const HOUR = 60 * 60_000;

const stop = (ground: Ground, found = FOUND) =>
  ground.when(() => new StopEvidenceHandler(ground.deciding).execute(new StopEvidence(ground.policy(), found)));
const note = { origin: 'keyledger/x', size: 7, note: 'a signed note' };
const checkpoint = (ground: Ground, as?: { isHandover: boolean }) =>
  ground.when(() =>
    new RecordCheckpointHandler(ground.deciding).execute(new RecordCheckpoint(ground.policy(), note, as)),
  );
/** `kept`: the last signed note of a log. */
const restart = (ground: Ground, who = 'owner', kept: Readonly<Record<number, string>> = { 1: 'the last note' }) => {
  const newest = async (log: number) => (kept[log] === undefined ? undefined : { note: kept[log] });
  const handler = new RestartEvidenceHandler(ground.deciding, { origin: 'keyledger/x' } as never, { newest } as never);
  return ground.when(() => handler.execute(new RestartEvidence(ground.as(who), 'put back from a copy')));
};

test('a log that parted from what was signed is told once, by whichever node finds it first', async () => {
  const ground = new Ground(ASKING);
  expect(await stop(ground)).toEqual({
    answer: true,
    facts: [['evidence', 'evidence-stopped', { critical: true, ...TOLD, stoppedAt: NOW }]],
  });
  expect(await stop(ground)).toEqual({ answer: false, facts: [] });
  const other = new Ground(ASKING);
  other.justBefore('evidence-stopped', () => other.also('evidence', STOPPED));
  expect(await stop(other)).toEqual({ answer: false, facts: [] });
});

test('what is found of a log that was replaced since stops nothing', async () => {
  const again = fact('evidence-restarted', {
    log: 2,
    origin: 'keyledger/x/2',
    reason: 'r',
    restartedBy: 'owner',
    restartedAt: NOW,
  });
  expect(await stop(new Ground({ ...ASKING, evidence: [STOPPED, again] }))).toEqual({ answer: false, facts: [] });
});

test('a checkpoint is told in the log once an hour, and none once it is stopped', async () => {
  const ground = new Ground(ASKING);
  const told = { origin: 'keyledger/x', size: 7, checkpoint: 'a signed note', recordedAt: NOW };
  expect((await checkpoint(ground)).facts).toEqual([['evidence', 'checkpoint-recorded', told]]);
  ground.now += HOUR - 1;
  expect((await checkpoint(ground)).facts).toEqual([]);
  ground.now += 1;
  expect((await checkpoint(ground)).facts).toHaveLength(1);
  ground.now += HOUR;
  await stop(ground);
  expect((await checkpoint(ground)).facts).toEqual([]);
});

test('the checkpoint by which a key hands over is told within the hour too, once', async () => {
  const ground = new Ground(ASKING);
  await checkpoint(ground);
  const told = { origin: 'keyledger/x', size: 7, checkpoint: 'a signed note', handover: true, recordedAt: NOW };
  expect((await checkpoint(ground, { isHandover: true })).facts).toEqual([['evidence', 'checkpoint-recorded', told]]);
  ground.now += HOUR;
  expect((await checkpoint(ground, { isHandover: true })).facts).toEqual([]);
});

test.each<[Readonly<Record<number, string>>, object]>([
  [{ 1: 'the last note', 2: 'of another log' }, { lastCheckpoint: 'the last note' }],
  [{}, {}],
])(
  'an owner begins another log, whose first leaf holds the last checkpoint of the one before: %j',
  async (kept, last) => {
    const { answer, facts } = await restart(new Ground({ ...ASKING, evidence: [STOPPED] }), 'owner', kept);
    const by = {
      reason: 'put back from a copy',
      restartId: expect.any(String),
      restartedBy: 'owner',
      restartedAt: NOW,
    };
    expect(facts).toEqual([['evidence', 'evidence-restarted', { log: 2, origin: 'keyledger/x/2', ...last, ...by }]]);
    expect(answer).toEqual({ id: '2', position: '0001' });
  },
);

test.each<[string, string]>([
  ['admin', 'PERMISSION_DENIED'],
  ['manager', 'PERMISSION_DENIED'],
  ['support', 'SUPPORT_ACCESS_OFF'],
  ['off', 'PERMISSION_DENIED'],
  ['nobody', 'PERMISSION_DENIED'],
])('%s begins none: %s', async (who, code) => {
  const { refused, facts } = await restart(new Ground({ ...ASKING, evidence: [STOPPED] }), who);
  const told = { reason: 'put back from a copy', code };
  expect([refused, facts]).toEqual([code, [['denied-account', 'evidence-restart-refused', told]]]);
});

test('what is signed is continued: nothing is begun anew while it is, nor a second time', async () => {
  const ground = new Ground(ASKING);
  expect(await restart(ground)).toMatchObject({
    refused: 'EVIDENCE_NOT_STOPPED',
    facts: [['denied-account', 'evidence-restart-refused', { code: 'EVIDENCE_NOT_STOPPED' }]],
  });
  await stop(ground);
  await restart(ground);
  expect((await restart(ground)).refused).toBe('EVIDENCE_NOT_STOPPED');
});

test('whoever was not answered asks again with the same key and is answered as at first, also after another beginning', async () => {
  const ground = new Ground({ ...ASKING, evidence: [STOPPED] });
  const handler = new RestartEvidenceHandler(
    ground.deciding,
    { origin: 'keyledger/x' } as never,
    { newest: async () => undefined } as never,
  );
  const asked = (key: string) => {
    let n = 0;
    const ids = { next: () => `${key}${(n += 1)}` };
    return ground.when(() => handler.execute(new RestartEvidence({ ...ground.as('owner'), ids }, 'r')));
  };
  expect(await asked('a')).toMatchObject({ answer: { id: '2' }, facts: [['evidence', 'evidence-restarted', {}]] });
  expect(await asked('a')).toMatchObject({ answer: { id: '2' }, facts: [] });
  await stop(ground, { ...FOUND, log: 2 });
  expect(await asked('a')).toMatchObject({ answer: { id: '2' }, facts: [] });
  expect(await asked('b')).toMatchObject({ answer: { id: '3' } });
  expect(await asked('a')).toMatchObject({ answer: { id: '2' }, facts: [] });
  expect((await asked('c')).refused).toBe('EVIDENCE_NOT_STOPPED');
});

test('where the last checkpoint can’t be read no log is begun without it', async () => {
  const ground = new Ground({ ...ASKING, evidence: [STOPPED] });
  const newest = async () => {
    throw new StoreUnavailable('away');
  };
  const handler = new RestartEvidenceHandler(ground.deciding, { origin: 'x' } as never, { newest } as never);
  await expect(handler.execute(new RestartEvidence(ground.as('owner'), 'r'))).rejects.toThrow(StoreUnavailable);
  expect(ground.told).toEqual([]);
});
