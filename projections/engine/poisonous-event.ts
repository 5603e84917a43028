import type { RecordedEvent } from '../../src/kernel/recorded-event';

/** A projector can't take an event. Its projection stops there: skipping would leave the read model wrong for ever. */
export class PoisonousEvent extends Error {
  constructor(
    readonly event: RecordedEvent,
    cause: unknown,
  ) {
    super(`${event.type} at ${event.position} (${event.id}): ${(cause as Error).message}`, { cause });
    this.name = 'PoisonousEvent';
  }
}
