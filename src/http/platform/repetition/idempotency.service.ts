import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock';
import type { Idempotency, Receipt } from '../../../kernel/idempotency';
import { PORTS } from '../../../kernel/ports';
import type { Sealing } from '../../../kernel/sealing';
import type { SeededIds } from '../../../kernel/seeded-ids';
import type { StreamReader } from '../../../kernel/stream-reader';
import { closeRun } from '../../idempotency/close-run';
import { IdempotencyKeyBudget } from '../../idempotency/key-budget';
import { beginRun, type IdempotencyPorts } from '../../idempotency/begin-run';
import { SERVER_OPTIONS, type EdgeOptions } from '../server-options';

/** Remembers which requests have come, by their `Idempotency-Key`. */
@Injectable()
export class IdempotencyService implements IdempotencyPorts {
  readonly budget = new IdempotencyKeyBudget();

  constructor(
    @Inject(PORTS.idempotency) readonly idempotency: Idempotency,
    @Inject(PORTS.sealing) readonly sealing: Sealing,
    @Inject(PORTS.seededIds) readonly seededIds: SeededIds,
    @Inject(PORTS.clock) readonly clock: Clock,
    @Inject(PORTS.streamReader) readonly reader: StreamReader,
    @Inject(SERVER_OPTIONS) private readonly options: EdgeOptions,
  ) {}

  /** Undefined: it runs now, and for the first time. The receipt of the first run, when that is done. Errors: `Refused`. */
  begin(request: FastifyRequest): Promise<Receipt | undefined> {
    return beginRun(request, this);
  }

  /** With its receipt when it was done, without when it was refused or failed. */
  end(request: FastifyRequest, receipt?: Receipt): Promise<void> {
    return closeRun(request, this.idempotency, this.options.log, receipt);
  }
}
