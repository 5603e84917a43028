import { Inject, Injectable } from '@nestjs/common';
import type { AuditReadEvent } from '../../domain/audit-reads/events';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { FactRecorder, type RecordedFact } from '../deciding/fact-recorder';

/** Where looks into the audit are told: to each organization looked into, or to the account. */
@Injectable()
export class AuditReads {
  constructor(@Inject(FactRecorder) private readonly recording: FactRecorder) {}

  /** Answers the position of the last of the facts. */
  async record(
    context: Context,
    places: readonly (string | undefined)[],
    factOf: (place: string | undefined) => AuditReadEvent,
  ): Promise<Position> {
    return (await this.tell(context, places, factOf)).position;
  }

  /** Answers the last of the facts. */
  async tell(
    context: Context,
    places: readonly (string | undefined)[],
    factOf: (place: string | undefined) => AuditReadEvent,
  ): Promise<RecordedFact> {
    const told = await Promise.all(
      places.map((place) => this.recording.record(context, `auditRead-${place ?? 'account'}`, factOf(place))),
    );
    return told.reduce((last, each) => (each.position > last.position ? each : last));
  }
}
