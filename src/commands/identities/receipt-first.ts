import { Inject, Injectable } from '@nestjs/common';
import { organization } from '../../domain/organizations/state';
import type { Subject } from '../../domain/subject';
import type { Context } from '../../kernel/context';
import { Evidence } from '../../kernel/evidence';
import { refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { View } from '../../kernel/stream-reader';
import { Refusals, type RefusedRequest } from '../deciding/refusals';
import type { DisclosureReceipt } from './disclosure-receipts';

/** The most that anybody waits for a receipt, ms. */
const WITHIN_MS = 2000;

const unavailable = (isStopped: boolean): Refusal =>
  isStopped
    ? refuse(
        'RECEIPT_UNAVAILABLE',
        'Nothing was shown: the organization has values wait for a signed checkpoint, and signing has stopped. An owner begins a new log of evidence, or switches receiptBeforeDisclosure off.',
      )
    : refuse(
        'RECEIPT_UNAVAILABLE',
        'Nothing was shown: the organization has values wait for a signed checkpoint, and none came within 2 seconds. Try again.',
        { retryAfterSeconds: 1 },
      );

/** A disclosure that waits, and what is told of it where it is refused. */
export interface WaitingDisclosure {
  readonly refusedAs: string;
  readonly about: Subject;
  readonly asked: RefusedRequest;
}

/** Where an organization wants it so, nobody sees a value before a signed checkpoint covers the fact of it. */
@Injectable()
export class ReceiptFirst {
  constructor(
    @Inject(Evidence) private readonly evidence: Pick<Evidence, 'cover'>,
    @Inject(Refusals) private readonly refusals: Refusals,
  ) {}

  async isWanted(view: View, organizationId: string): Promise<boolean> {
    const { state } = await view.load(organization, organizationId);
    return state.settings.receiptBeforeDisclosure === true;
  }

  /** Waits for the checkpoint. Where none comes in time that is a refusal, and a fact; then errors with {@link RefusedError}. */
  async wait(context: Context, receipt: DisclosureReceipt | undefined, waiting: WaitingDisclosure): Promise<void> {
    const found = receipt === undefined ? 'late' : await this.evidence.cover(receipt.eventId, WITHIN_MS);
    if (found === 'covered') return;
    const refusal = unavailable(found === 'stopped');
    await this.refusals.record(context, waiting.refusedAs, waiting.about, refusal, waiting.asked);
    throw new RefusedError(refusal);
  }
}
