import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from '../kernel/clock';
import type { PolicyOperations, PolicyReport } from '../kernel/operations';
import type { SubscriptionReport } from '../kernel/subscription/subscription-report';
import type { Subscriptions } from '../kernel/subscription/subscriptions';

interface Sources {
  readonly subscriptions: Subscriptions;
  readonly policies: PolicyOperations;
  readonly clock: Clock;
}

interface Figure<R> {
  readonly name: string;
  readonly help: string;
  readonly of: (report: R) => number;
}

/** Figures of everybody who follows the log, asked for when somebody looks. */
export const followingMetrics = (registry: Registry, { subscriptions, policies, clock }: Sources): void => {
  const age = (time: string | undefined) =>
    time === undefined ? 0 : Math.max(0, clock.now() - Date.parse(time)) / 1000;
  const followers: readonly Figure<SubscriptionReport>[] = [
    { name: 'lag_events', help: 'What lies between a subscriber of the log and its head.', of: ({ lag }) => lag },
    {
      name: 'oldest_unhandled_seconds',
      help: 'How long ago the oldest event happened that a subscriber of the log has not taken.',
      of: ({ oldestUnhandledAt }) => age(oldestUnhandledAt),
    },
    { name: 'failures_total', help: 'Failures of a subscriber of the log.', of: ({ failures }) => failures },
    {
      name: 'resubscriptions_total',
      help: 'Times a subscriber of the log was taken up again.',
      of: ({ resubscriptions }) => resubscriptions,
    },
  ];
  const working: readonly Figure<PolicyReport>[] = [
    {
      name: 'lag_events',
      help: 'What lies between the place of a policy and the head of the log.',
      of: ({ lag }) => lag,
    },
    {
      name: 'oldest_unhandled_seconds',
      help: 'How long ago the oldest event happened that a policy has to act upon.',
      of: ({ oldestUnhandled }) => age(oldestUnhandled),
    },
    { name: 'failures_total', help: 'Failures of a policy, on the node at work.', of: ({ failures }) => failures },
    { name: 'parked_events', help: 'Events that a policy has gone on without.', of: ({ parked }) => parked.length },
    {
      name: 'parked_critical_events',
      help: 'Events that a policy which ends lost permissions has gone on without.',
      of: ({ parked }) => parked.filter(({ critical }) => critical === true).length,
    },
  ];
  const show = <R extends { readonly name: string }>(
    about: string,
    figures: readonly Figure<R>[],
    ask: () => Promise<readonly R[]>,
  ) => {
    // A scrape asks every figure in the same turn: they are told by one report.
    let asked: Promise<readonly R[]> | undefined;
    const reports = (): Promise<readonly R[]> => {
      // A store that is away is told by other figures; it must not take all of them away.
      asked ??= ask()
        .catch(() => [])
        .finally(() => (asked = undefined));
      return asked;
    };
    for (const { name, help, of } of figures) {
      const collect = async (): Promise<void> => {
        const found = await reports();
        figure.reset();
        // From nothing: what is added is the figure itself.
        found.forEach((report) => figure.inc({ [about]: report.name }, of(report)));
      };
      // Whoever reads the page takes what ends so for a counter.
      const Kind = name.endsWith('_total') ? Counter : Gauge;
      const described = { name: `keyledger_${about}_${name}`, help, labelNames: [about], registers: [registry] };
      const figure: Counter | Gauge = new Kind({ ...described, collect });
    }
  };
  show('subscription', followers, () => subscriptions.reports());
  show('policy', working, () => policies.reports());
};
