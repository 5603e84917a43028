import { Inject, Injectable } from '@nestjs/common';
import type { Subject } from '../../domain/subject';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { EventStore } from '../../kernel/event-store';
import { ANY } from '../../kernel/expected-revision';
import type { Ids } from '../../kernel/ids';
import { PORTS } from '../../kernel/ports';
import type { Refusal } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { timestamp } from '../../kernel/time';
import { metadataOf } from './metadata';

/** What was asked for, as far as it may be told: a reason, a duration; never a value. */
export type Asked = Readonly<Record<string, string | number | boolean | object>>;

/** Makes refusals facts: nobody tries a door unseen. */
@Injectable()
export class Refusals {
  constructor(
    @Inject(PORTS.eventStore) private readonly store: EventStore,
    @Inject(PORTS.clock) private readonly clock: Clock,
    @Inject(PORTS.ids) private readonly ids: Ids,
  ) {}

  /** `type` is the wire name of the refused command, `keyledger.<noun>-<command>-refused.v1`. */
  async record(
    context: Context,
    type: string,
    about: Subject | 'account',
    refusal: Refusal,
    asked: Asked = {},
  ): Promise<void> {
    // Malformed requests are metrics, wherever it is found that they are.
    if (refusal.code === 'VALIDATION_FAILED') {
      return;
    }
    const subject = about === 'account' ? {} : about;
    const stream = `denied-${subject.organizationId ?? 'account'}`;
    const metadata = metadataOf(context, timestamp(this.clock.now()));
    const data = { ...subject, ...asked, code: refusal.code, detail: refusal.detail };
    // Not the request's own ids: one that comes again with its key and is refused again was tried again.
    await this.store.append(stream, ANY, [{ id: this.ids.next(), type, data, metadata }]);
  }

  /** Does several decisions as one command: whichever of them refuses, it is the command that was refused. */
  async telling<T>(
    context: Context,
    type: string,
    about: Subject,
    work: () => Promise<T>,
    asked: Asked = {},
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused) {
        await this.record(context, type, about, error.refusal, asked);
      }
      throw error;
    }
  }
}
