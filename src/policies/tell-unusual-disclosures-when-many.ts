import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { AuditDocument } from '../../projections/audit-trail/document';
import { TellUnusualDisclosures, UNUSUAL } from '../commands/disclosure-watch/tell-unusual-disclosures';
import type { DisclosureWithheld } from '../domain/disclosures/events';
import { foldEmail } from '../kernel/fold-email';
import type { Recorded } from '../kernel/projector';
import { plusSeconds } from '../kernel/time';
import { ModelPages } from './runner/model-pages';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';
import { ShownValues, type Showing, type ShowingFact } from './shown-values';

/** People whose last hour is remembered; beyond it the one who was shown nothing for longest is read anew. */
const MOST_REMEMBERED = 5000;
const HOUR_SECONDS = 3600;
const SHOWING: ReadonlySet<string> = new Set<Showing['type']>([
  'keyledger.identity-checked-out.v1',
  'keyledger.identity-revealed.v1',
  'keyledger.credential-redisclosed.v1',
]);

/**
 * One person is shown more values of an organization in an hour than work asks for: people are told, once. Counted from facts; of
 * somebody of whom nothing is remembered, as after a start, the last hour is read first.
 */
@Injectable()
export class TellUnusualDisclosuresWhenMany implements Policy {
  readonly name = 'tell-unusual-disclosures-when-many';
  private readonly shown = new Map<string, Promise<ShownValues>>();

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly reaction = reactingTo<Showing | DisclosureWithheld>({
    'keyledger.identity-checked-out.v1': (fact) => this.count(fact),
    'keyledger.identity-revealed.v1': (fact) => this.count(fact),
    'keyledger.credential-redisclosed.v1': (fact) => this.count(fact),
    'keyledger.disclosure-withheld.v1': (fact) => this.takeBack(fact),
  });

  private async count(fact: Recorded<Showing>): Promise<void> {
    const { userId } = fact.metadata.actor;
    if (userId === undefined) return;
    const { organizationId } = fact.data;
    const shown = await this.remembered(`${organizationId} ${userId}`, () => this.lastHour(fact, userId));
    shown.add({ ...fact, eventId: fact.id });
    if (shown.count < UNUSUAL) return;
    const counted = { userId, organizationId, values: shown.count, since: shown.since };
    await this.commands.execute(new TellUnusualDisclosures(this.contexts.after(this.name, fact), counted));
  }

  /** Of somebody of whom nothing is remembered, the audit trail tells it when it is read. */
  private async takeBack({ data, metadata }: Recorded<DisclosureWithheld>): Promise<void> {
    (await this.shown.get(`${data.organizationId} ${metadata.actor.userId}`))?.takeBack(data.disclosureId);
  }

  /** Read once, however many facts come meanwhile: they are counted, in their order, on top of it. */
  private remembered(key: string, read: () => Promise<ShownValues>): Promise<ShownValues> {
    const shown = this.shown.get(key) ?? this.forgottenIfFailed(key, read());
    this.shown.delete(key);
    this.shown.set(key, shown);
    const [idlest = ''] = this.shown.keys();
    if (this.shown.size > MOST_REMEMBERED) this.shown.delete(idlest);
    return shown;
  }

  /** Whoever waits for it hears of the failure; the next one reads anew. */
  private forgottenIfFailed(key: string, reading: Promise<ShownValues>): Promise<ShownValues> {
    reading.catch(() => this.shown.delete(key));
    return reading;
  }

  /**
   * The newest first, so that it is over once enough is known, or nothing on a page is of that hour any more; asked by person alone,
   * which an index answers in that order: whatever else were asked, a file would look for in all that this person ever did.
   */
  private async lastHour(fact: Recorded<Showing>, userId: string): Promise<ShownValues> {
    const shown = new ShownValues(UNUSUAL);
    const { email = userId } = fact.metadata.actor;
    const since = plusSeconds(fact.metadata.time, -HOUR_SECONDS);
    const where = [
      { field: 'who', is: foldEmail(email) },
      { field: 'id', below: fact.position },
    ];
    const isCounted = ({ type, organizationId, metadata, withheldFor }: AuditDocument): boolean =>
      SHOWING.has(type) &&
      organizationId === fact.data.organizationId &&
      metadata.actor.userId === userId &&
      withheldFor === undefined;
    const newestFirst = { by: 'id', descending: true };
    for await (const page of this.pages.of<AuditDocument>('audit_trail', where, fact.position, newestFirst)) {
      const ofThatHour = page.filter(({ time }) => time >= since);
      ofThatHour.filter(isCounted).forEach((document) => shown.addEarlier(document as object as ShowingFact));
      if (ofThatHour.length === 0 || shown.count === UNUSUAL) break;
    }
    return shown;
  }
}
