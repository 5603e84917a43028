import type { CommandBus } from '@nestjs/cqrs';
import type { SchedulerRegistry } from '@nestjs/schedule';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Adapters } from '../adapters/adapters';
import { AheadWatch } from './ahead-watch';
import { DamageWatch } from './damage-watch';
import { LogVerification } from './log-verification';
import type { StopStep } from '../lifecycle/stop-in-order';

type Parts = Pick<
  Adapters,
  'eventStore' | 'streamReader' | 'subscriptions' | 'checkpoints' | 'clock' | 'derivedIds' | 'logProof'
>;

export interface LogWatches {
  readonly damage: DamageWatch;
  readonly ahead: AheadWatch;
  /** How each of them is stopped, in order. */
  readonly stops: readonly Pick<StopStep, 'what' | 'stop'>[];
  /** Begins to look; answers when what was found so far is known. */
  start(): Promise<void>;
}

export interface LogWatchesParts {
  readonly log: Logger;
  readonly registry: Registry;
  readonly scheduler: SchedulerRegistry;
  /** What was examined may break afterwards, unseen: a file is examined anew by each process. */
  readonly anew: boolean;
}

/** Everything that looks whether the log is sound: what can't be read, what proves nothing, and whose clock was ahead. */
export const logWatches = (
  adapters: Parts,
  commands: CommandBus,
  { log, registry, scheduler, anew }: LogWatchesParts,
): LogWatches => {
  const troubleWith = (what: string) => (error: unknown) => log.error({ err: error }, `trouble with ${what}`);
  const { eventStore, streamReader, subscriptions, checkpoints, clock, derivedIds: seededIds, logProof } = adapters;
  const ahead = new AheadWatch(registry, {
    reader: streamReader,
    commands,
    seededIds,
    clock,
    scheduler,
    onAhead: (found) => log.error(found, 'the last fact of a stream lies in the future: a clock was ahead'),
    onError: troubleWith('the watch for clocks'),
  });
  const damage = new DamageWatch(registry, {
    store: eventStore,
    subscriptions,
    reader: streamReader,
    checkpoints,
    scheduler,
    commands,
    seededIds,
    anew,
    clock,
    onFact: ({ stream, revision, metadata: { time } }) => ahead.saw({ stream, revision, time }),
    onDamage: (found) => log.fatal(found, 'a stream can not be read and is frozen until an owner settles it'),
    onError: troubleWith('the watch for damage'),
  });
  const verification = new LogVerification(registry, {
    proof: logProof,
    record: (unproven) => damage.record(unproven),
    onError: troubleWith('the verification of the log'),
    onDone: (result) => log.info(result, 'the log is verified'),
  });
  return {
    damage,
    ahead,
    stops: [
      { what: 'the verification of the log', stop: () => verification.stop() },
      { what: 'the watch for clocks', stop: async () => ahead.stop() },
      { what: 'the watch for damage', stop: () => damage.stop() },
    ],
    start: async () => {
      ahead.start();
      await damage.start();
      verification.start();
    },
  };
};
