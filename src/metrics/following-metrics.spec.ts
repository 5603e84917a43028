import { Registry } from 'prom-client';
import { followingMetrics } from './following-metrics';
import type { PolicyReport } from '../kernel/operations';

const policy = (name: string, failures: number): PolicyReport =>
  ({ name, lag: 3, failures, parked: [], oldestUnhandled: undefined }) as unknown as PolicyReport;

const watched = (reports: () => Promise<readonly PolicyReport[]>) => {
  const registry = new Registry();
  const asked = { policies: 0, subscriptions: 0 };
  followingMetrics(registry, {
    clock: { now: () => 0 },
    subscriptions: { reports: async () => ((asked.subscriptions += 1), []) } as never,
    policies: {
      reports: () => {
        asked.policies += 1;
        return reports();
      },
    } as never,
  });
  return { registry, asked };
};

test('one scrape asks for one report of the policies, and one of the subscriptions, and the next for others', async () => {
  let failures = 0;
  const { registry, asked } = watched(async () => [policy('ends-sessions', failures)]);
  expect(await registry.metrics()).toContain('keyledger_policy_failures_total{policy="ends-sessions"} 0');
  expect(asked).toEqual({ policies: 1, subscriptions: 1 });
  failures = 2;
  const text = await registry.metrics();
  expect(text).toContain('keyledger_policy_failures_total{policy="ends-sessions"} 2');
  expect(text).toContain('keyledger_policy_lag_events{policy="ends-sessions"} 3');
  expect(asked).toEqual({ policies: 2, subscriptions: 2 });
});

test('what grows is a counter, to whoever knows Prometheus, and all else a gauge', async () => {
  const { registry } = watched(async () => [policy('ends-sessions', 2)]);
  await registry.metrics();
  expect(await registry.metrics()).toContain('keyledger_policy_failures_total{policy="ends-sessions"} 2');
  const kinds = (await registry.getMetricsAsJSON()).map(({ name, type }) => [name.endsWith('_total'), type]);
  expect(new Set(kinds.map(String))).toEqual(new Set(['true,counter', 'false,gauge']));
});

test('a store that is away takes these figures away, and comes back with them', async () => {
  let away = true;
  const { registry } = watched(async () => {
    if (away) throw new Error('away');
    return [policy('ends-sessions', 1)];
  });
  expect(await registry.metrics()).not.toContain('ends-sessions');
  away = false;
  expect(await registry.metrics()).toContain('ends-sessions');
});
