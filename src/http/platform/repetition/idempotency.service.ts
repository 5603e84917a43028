import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../../kernel/clock';
import { Idempotency, type RunReceipt } from '../../../kernel/idempotency';
import { Sealing } from '../../../kernel/sealing';
import { SeededIds } from '../../../kernel/seeded-ids';
import { StreamReader } from '../../../kernel/stream-reader';
import { closeRun } from '../../idempotency/close-run';
import { IdempotencyKeyBudget } from '../../idempotency/key-budget';
import { beginRun, type IdempotencyPorts } from '../../idempotency/begin-run';
import { DefectLog } from '../../problem/send-problem';

/** Remembers which requests have come, by their `Idempotency-Key`. */
@Injectable()
export class IdempotencyService implements IdempotencyPorts {
  readonly budget = new IdempotencyKeyBudget();

  constructor(
    @Inject(Idempotency) readonly idempotency: Idempotency,
    @Inject(Sealing) readonly sealing: Sealing,
    @Inject(SeededIds) readonly seededIds: SeededIds,
    @Inject(Clock) readonly clock: Clock,
    @Inject(StreamReader) readonly reader: StreamReader,
    @Inject(DefectLog) private readonly log: DefectLog,
  ) {}

  /** Undefined: it runs now, and for the first time. The receipt of the first run, when that is done. Errors: `Refused`. */
  begin(request: FastifyRequest): Promise<RunReceipt | undefined> {
    return beginRun(request, this);
  }

  /** With its receipt when it was done, without when it was refused or failed. */
  end(request: FastifyRequest, receipt?: RunReceipt): Promise<void> {
    return closeRun(request, this.idempotency, this.log, receipt);
  }
}
