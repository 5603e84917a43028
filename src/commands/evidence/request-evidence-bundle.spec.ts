import { NOW } from '../../../test/support/streams/a-vault';
import { ASKING } from '../../../test/support/streams/bulk-people';
import { Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import type { BundleScope, Evidence } from '../../kernel/evidence';
import { StoreUnavailable } from '../../kernel/store-errors';
import { plusSeconds } from '../../kernel/time';
import { RequestEvidenceBundle, RequestEvidenceBundleHandler, type WantedBundle } from './request-evidence-bundle';

/** Facts with what proves them: told before anything is put together, then whether it was. */
const AUDITING = peopleOf({ auditor: { everywhere: ['pam_audit.read'] }, local: { here: ['pam_audit.read'] } });
const GIVEN = { ...ASKING, ...AUDITING, account: [...(ASKING['account'] ?? []), ...(AUDITING['account'] ?? [])] };
const MADE = { bytes: 4096, sha256: 'ab' };

type Measure = Evidence['measure'];
const bundle = (ground: Ground, who: string, wanted: WantedBundle, of: { measure?: Measure; covered?: null } = {}) => {
  const troubles: unknown[] = [];
  const asked: BundleScope[] = [];
  const evidence = {
    covered: async () => (of.covered === null ? undefined : { log: 1, size: 7 }),
    measure: async (scope: BundleScope) => {
      asked.push(scope);
      return of.measure === undefined ? MADE : of.measure(scope);
    },
  };
  const handler = new RequestEvidenceBundleHandler(ground.recording, evidence as never, ground.clock);
  const request = new RequestEvidenceBundle(ground.as(who), wanted, (error) => void troubles.push(error));
  return { run: () => ground.when(() => handler.execute(request)), troubles, asked };
};
/** All that waits for nothing outside is done by then. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const SPAN = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
test.each<[string, WantedBundle]>([
  ['auditor', {}],
  ['auditor', { organizationId: 'p' }],
  ['auditor', SPAN],
  ['owner', {}],
  ['local', { organizationId: 'o', ...SPAN }],
])('%s may have one made of %j: told before it is put together, and once it is', async (who, wanted) => {
  const ground = new Ground(GIVEN);
  const { run, asked, troubles } = bundle(ground, who, wanted);
  const { answer } = await run();
  await settled();
  const told = { bundleId: 'new1', log: 1, size: 7, ...wanted, requestedBy: who, requestedAt: NOW };
  expect(answer).toEqual({ id: 'new1', position: '0001' });
  expect(asked).toEqual([told]);
  expect(ground.told).toEqual([
    ['evidence', 'evidence-bundle-requested', told],
    ['evidence', 'evidence-bundle-made', { bundleId: 'new1', ...MADE, madeAt: NOW }],
  ]);
  expect(troubles).toEqual([]);
});

test.each<[string, WantedBundle, string, string | undefined, object]>([
  ['local', {}, 'PERMISSION_DENIED', 'denied-account', {}],
  ['manager', {}, 'PERMISSION_DENIED', 'denied-account', {}],
  ['support', {}, 'SUPPORT_ACCESS_OFF', 'denied-account', {}],
  ['manager', { organizationId: 'o' }, 'PERMISSION_DENIED', 'denied-o', { organizationId: 'o' }],
  ['local', { organizationId: 'p' }, 'NOT_FOUND', 'denied-p', { organizationId: 'p' }],
  ['auditor', { organizationId: 'none' }, 'NOT_FOUND', undefined, {}],
])('%s may not have one made of %j: %s', async (who, wanted, code, stream, about) => {
  const ground = new Ground(GIVEN);
  const { run, asked } = bundle(ground, who, wanted);
  const { refused, extra, facts } = await run();
  expect([refused, extra]).toEqual([code, code === 'PERMISSION_DENIED' ? { permission: 'pam_audit.read' } : undefined]);
  expect(facts).toEqual(stream === undefined ? [] : [[stream, 'evidence-bundle-refused', { ...about, code }]]);
  expect(asked).toEqual([]);
});

test('before the first checkpoint there is nothing to prove it by: it may be asked for again', async () => {
  const { run, asked } = bundle(new Ground(GIVEN), 'auditor', {}, { covered: null });
  expect(await run()).toMatchObject({ refused: 'NOT_FOUND', extra: { retryAfterSeconds: 1 }, facts: [] });
  expect(asked).toEqual([]);
});

test('where the request can’t be told nothing is put together', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('evidence-bundle-requested', () => {
    throw new StoreUnavailable('the disk is full');
  });
  const { run, asked } = bundle(ground, 'auditor', {});
  await expect(run()).rejects.toThrow(StoreUnavailable);
  expect(asked).toEqual([]);
});

test('one that can’t be made is told to be failed, and the cause to whoever runs the server', async () => {
  const ground = new Ground(GIVEN);
  const cause = new StoreUnavailable('away');
  const { run, troubles } = bundle(ground, 'auditor', {}, { measure: () => Promise.reject(cause) });
  expect((await run()).answer?.id).toBe('new1');
  await settled();
  expect(ground.told.slice(1)).toEqual([['evidence', 'evidence-bundle-failed', { bundleId: 'new1', madeAt: NOW }]]);
  expect(troubles).toEqual([cause]);
});

test.each<[string, boolean]>([
  ['made', true],
  ['failed', false],
])('however long it takes, it is told to be %s: nobody waits for it', async (outcome, goesWell) => {
  const ground = new Ground(GIVEN);
  const measure = async () => {
    ground.now += 60 * 60_000;
    if (!goesWell) throw new StoreUnavailable('away');
    return MADE;
  };
  await bundle(ground, 'auditor', {}, { measure }).run();
  await settled();
  expect(ground.told.at(-1)).toMatchObject([
    'evidence',
    `evidence-bundle-${outcome}`,
    { madeAt: plusSeconds(NOW, 3600) },
  ]);
});
