import { Inject, Injectable } from '@nestjs/common';
import { checkIn } from '../../domain/identities/decide/session';
import type { CredentialRedisclosed, DisclosureWithheld, IdentityRevealed } from '../../domain/disclosures/events';
import type { IdentityEvent } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { Subject } from '../../domain/subject';
import type { Context } from '../../kernel/context';
import { Ids } from '../../kernel/ids';
import type { Position } from '../../kernel/position';
import { refuse } from '../../kernel/refusal';
import { ValueMissing } from '../../kernel/store-errors';
import { RefusedError } from '../../kernel/refused-error';
import { Decisions } from '../deciding/decisions';
import { FactRecorder } from '../deciding/fact-recorder';
import { Refusals, type RefusedRequest } from '../deciding/refusals';
import { DisclosureReceipts, type DisclosureReceipt } from './disclosure-receipts';
import { ReceiptFirst } from './receipt-first';

type Disclosure = IdentityRevealed | CredentialRedisclosed;

/** How a disclosure is shown, and what is told of it where it is refused. */
export interface DisclosureTerms {
  readonly refusedAs: string;
  readonly asked?: RefusedRequest;
  /** Not before a signed checkpoint covers its fact. */
  readonly receiptFirst: boolean;
}

/** What it rested on: whoever counts how an access was used takes it back by that. */
const evidenceOf = ({ data }: Disclosure) => ('evidence' in data ? { evidence: data.evidence } : {});

/** When a value does not open after its disclosure became a fact, nobody has seen it: that becomes a fact as well. */
@Injectable()
export class DisclosureFailure {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Ids) private readonly ids: Ids,
    @Inject(DisclosureReceipts) private readonly receipts: DisclosureReceipts,
    @Inject(ReceiptFirst) private readonly first: ReceiptFirst,
  ) {}

  /**
   * Makes a disclosure without a checkout a fact, waits for its receipt where that is wanted, then does what is left before the
   * value is there: to look once more comes last. If that fails, nothing was shown: that becomes a fact too, and what was wrong is thrown. A refusal is a fact of its own already; anything else
   * becomes one, named `refusedAs`. Not under the request's own ids: one that comes again with its key shows it again.
   */
  async shown<T>(
    context: Context,
    disclosure: Disclosure,
    { refusedAs, asked = {}, receiptFirst }: DisclosureTerms,
    open: () => T | Promise<T>,
  ): Promise<{ readonly value: T; readonly position: Position; readonly receipt?: DisclosureReceipt }> {
    const { organizationId, identityGroupId, identityId } = disclosure.data;
    const stream = `reveal-${identityId}`;
    const anew = { ...context, ids: this.ids };
    const told = await this.recording.record(anew, stream, disclosure);
    const { eventId, position } = told;
    const session = 'sessionId' in disclosure.data ? { sessionId: disclosure.data.sessionId } : {};
    const about = { organizationId, identityGroupId, identityId, ...session };
    try {
      const { receipt } = await this.receipts.of(stream, told, disclosure.type);
      if (receiptFirst) await this.first.wait(context, receipt, { refusedAs, about, asked });
      const value = await open();
      return { value, position, ...(receipt === undefined ? {} : { receipt }) };
    } catch (error) {
      const known = error instanceof RefusedError;
      const { code, detail } = known ? error.refusal : refuse('INTERNAL', 'The value did not open.');
      await this.recording.record(anew, stream, {
        type: 'keyledger.disclosure-withheld.v1',
        data: {
          ...about,
          disclosureId: eventId,
          disclosurePosition: position,
          code,
          detail,
          ...evidenceOf(disclosure),
        },
      } satisfies DisclosureWithheld);
      if (!known) {
        await this.refusals.record(context, refusedAs, about, refuse(code, detail));
      }
      throw error;
    }
  }

  /** Reads what opening needs before anything is promised; what is not there any more is a refusal of the command, and a fact. */
  async read<T>(
    context: Context,
    refusedAs: string,
    about: Subject,
    asked: RefusedRequest,
    read: () => Promise<T>,
  ): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof ValueMissing) {
        const refusal = refuse('VALUE_MISSING', 'The stored value is not there.');
        await this.refusals.record(context, refusedAs, about, refusal, asked);
      }
      throw error;
    }
  }

  /**
   * Opens the value, or ends the session and throws what was wrong. Not under the request's own ids, nor by its deadline: the
   * session must end, and one that comes again with its key makes another one.
   */
  async endIfNot<T>(context: Context, session: SessionRecord, open: () => T | Promise<T>): Promise<T> {
    try {
      return await open();
    } catch (error) {
      const { identityId, id } = session;
      const rotationId = this.ids.next();
      const { code, detail } =
        error instanceof RefusedError ? error.refusal : refuse('INTERNAL', 'the value did not open');
      await this.deciding.decide(
        { ...context, ids: this.ids, deadline: Infinity },
        { fold: identity, id: identityId },
        ({ target, now }): readonly IdentityEvent[] =>
          checkIn(
            target.state,
            identityId,
            id,
            { endedBy: 'checkin', reason: detail, withheld: code },
            { now, rotationId },
          ),
      );
      throw error;
    }
  }
}
