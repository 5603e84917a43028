import { Registry } from 'prom-client';
import { followedIn } from '../../test/support/followed-in';
import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { until } from '../../test/support/until';
import { StoreUnavailable } from '../kernel/store-errors';
import { RotationMetrics } from './rotation-metrics';

const confirmed = (n: number) => ({
  id: `e${n}`,
  type: 'keyledger.rotation-confirmed.v1',
  data: { rotationId: `r${n}` },
  metadata: { actor: { kind: 'policy', name: 'spec' } as const, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' },
});

const isConfirmed = ({ labels }: { labels: object }) => (labels as { outcome?: string }).outcome === 'confirmed';

test('rotations are counted on after the subscription broke, each once', async () => {
  const [log, registry] = [new InMemoryEventStore(), new Registry()];
  const troubles: unknown[] = [];
  const metrics = new RotationMetrics(registry, followedIn(log), (error) => troubles.push(error));
  await metrics.watch();
  const counted = async () =>
    (await registry.getSingleMetric('keyledger_rotations_total')?.get())?.values.find(isConfirmed)?.value;
  await log.append('identity-1', 'any', [confirmed(1)]);
  await until('the first', async () => (await counted()) === 1);
  log.failure = new StoreUnavailable('away');
  await log.append('identity-1', 'any', [confirmed(2)]);
  await until('the second', async () => (await counted()) === 2);
  expect(troubles).toHaveLength(1);
  await metrics.stop();
});

test('codes that agents make up are one label', async () => {
  const [log, registry] = [new InMemoryEventStore(), new Registry()];
  const metrics = new RotationMetrics(registry, followedIn(log), () => undefined);
  await metrics.watch();
  const failed = (n: number, code: string) => ({
    ...confirmed(n),
    type: 'keyledger.rotation-failed.v1',
    data: { rotationId: `r${n}`, code },
  });
  const codes = [
    'POLICY_REJECTED',
    'HOST_REMOVED',
    'constructor',
    ...Array.from({ length: 50 }, (_, n) => `MADE_UP_${n}`),
  ];
  await log.append(
    'identity-1',
    'any',
    codes.map((code, n) => failed(n, code)),
  );
  const counted = async () =>
    Object.fromEntries(
      ((await registry.getSingleMetric('keyledger_rotations_total')?.get())?.values ?? [])
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => [labels['outcome'], value]),
    );
  await until('the last', async () => (await counted())['other'] === 51);
  expect(await counted()).toEqual({ POLICY_REJECTED: 1, HOST_REMOVED: 1, other: 51 });
  await metrics.stop();
});

test('rotations that are timed are bounded: beyond it the oldest is counted and not timed', async () => {
  const [log, registry] = [new InMemoryEventStore(), new Registry()];
  const metrics = new RotationMetrics(registry, followedIn(log), () => undefined);
  await metrics.watch();
  const requested = (n: number) => ({ ...confirmed(n), id: `r${n}`, type: 'keyledger.rotation-requested.v1' });
  const all = Array.from({ length: 10_001 }, (_, n) => requested(n));
  await log.append('identity-1', 'any', all);
  await log.append('identity-1', 'any', [confirmed(0), confirmed(10_000)]);
  const counted = async () =>
    (await registry.getSingleMetric('keyledger_rotations_total')?.get())?.values.find(isConfirmed)?.value;
  await until('both', async () => (await counted()) === 2);
  expect(await registry.metrics()).toContain('keyledger_rotation_duration_seconds_count 1\n');
  await metrics.stop();
});
