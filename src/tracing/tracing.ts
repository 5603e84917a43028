import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyInstance } from 'fastify';
import type { Adapters } from '../adapters/adapters';
import type { ReadModels } from '../kernel/read-models';
import type { Subscriptions } from '../kernel/subscription/subscriptions';
import type { Spans } from './spans';
import { traceRequests } from './trace-requests';
import { traced } from './traced';

/** Whoever follows the log, with a span for each batch that holds something: read models, policies, counters. */
const tracedFollowers = (spans: Spans, subscriptions: Subscriptions): Subscriptions =>
  new Proxy(subscriptions, {
    get: (target, key) => {
      if (key !== 'of') {
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? (...given: unknown[]) => Reflect.apply(value, target, given) : value;
      }
      const of: Subscriptions['of'] = (subscriber) =>
        target.of(
          Object.assign(Object.create(subscriber) as typeof subscriber, {
            take: (...given: Parameters<typeof subscriber.take>) => {
              const [{ events }] = given;
              return events.length === 0
                ? subscriber.take(...given)
                : spans.run(`follow ${subscriber.name}`, { 'keyledger.events': events.length }, () =>
                    subscriber.take(...given),
                  );
            },
          }),
        );
      return of;
    },
  });

const traceBus = (spans: Spans, kind: string, bus: { execute(message: object): Promise<unknown> }): void => {
  const execute = bus.execute.bind(bus);
  bus.execute = (message) => spans.run(`${kind} ${message.constructor.name}`, {}, () => execute(message));
};

/** Where the parts of a server are joined, each is handed through here, so that its work is seen as spans. */
export class Tracing {
  constructor(
    private readonly spans: Spans,
    /** Sends what is there, and ends. */
    readonly stop: () => Promise<void>,
  ) {}

  adapters(adapters: Adapters): Adapters {
    const { spans } = this;
    return {
      ...adapters,
      eventStore: traced(spans, 'event-store', adapters.eventStore),
      streamReader: traced(spans, 'streams', adapters.streamReader),
      subscriptions: tracedFollowers(spans, adapters.subscriptions),
      readStore: traced(spans, 'read-store', adapters.readStore, ['table']),
      materialStore: traced(spans, 'material-store', adapters.materialStore),
      idempotency: traced(spans, 'idempotency', adapters.idempotency),
      evidenceStore: traced(spans, 'evidence-store', adapters.evidenceStore),
      presence: traced(spans, 'presence', adapters.presence),
      checkpoints: traced(spans, 'checkpoints', adapters.checkpoints),
      webhooks: traced(spans, 'webhooks', adapters.webhooks),
      mail: traced(spans, 'mail', adapters.mail),
    };
  }

  models<M extends ReadModels>(models: M): M {
    return traced(this.spans, 'read-model', models, ['readModel']);
  }

  buses(commands: CommandBus, queries: QueryBus): void {
    traceBus(this.spans, 'command', commands);
    traceBus(this.spans, 'query', queries);
  }

  requests(instance: FastifyInstance): void {
    traceRequests(instance, this.spans);
  }
}
