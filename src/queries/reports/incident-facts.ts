import { Inject, Injectable } from '@nestjs/common';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { DeliveryDocument } from '../../../projections/deliveries/document';
import type { SessionDocument } from '../../../projections/sessions/document';
import type { UserDocument } from '../../../projections/users/document';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { NamesOfEntries, type EntryNames } from '../audit/entry-names';
import { sessionViewOf } from '../sessions/session-view';
import { dataOf, type RaisedData, type ShowingData, type VaultData } from './fact-data';
import type { Incident, Overlap, IncidentNotice, WithoutApproval } from './incident';
import { REPLACEMENTS } from '../../reports/rotated-after';

const PAGE = 200;
/** Facts that tell of values the session was shown. */
const SHOWING = [
  'keyledger.identity-checked-out.v1',
  'keyledger.identity-revealed.v1',
  'keyledger.credential-redisclosed.v1',
];
const OF_SESSION = [
  ...SHOWING,
  'keyledger.identity-checked-in.v1',
  'keyledger.notification-raised.v1',
  'keyledger.break-glass-review-reminded.v1',
];
const DELIVERIES = ['keyledger.notification-delivery-queued.v1', 'keyledger.notification-delivery-joined.v1'];

/** What the log tells of one break-glass session: its own facts, by kind. */
export interface SessionFacts {
  readonly begun?: AuditDocument;
  readonly ended?: AuditDocument;
  /** The notification that the glass was broken. */
  readonly raised?: AuditDocument;
  readonly reminders: number;
  /** Versions that the user was shown. */
  readonly shown: readonly number[];
}

export type BreakGlassStart = Pick<
  Incident,
  'organizationName' | 'identityGroupName' | 'identityName' | 'ip' | 'userAgent' | 'durationMinutes' | 'withoutApproval'
>;

/** Reads what belongs to a break-glass from the audit trail, and what became of its messages. */
@Injectable()
export class IncidentFacts {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(NamesOfEntries) private readonly names: NamesOfEntries,
  ) {}

  async own({ identityId, id }: SessionDocument): Promise<SessionFacts> {
    const facts = await this.trail([
      { field: 'identityId', is: identityId },
      { field: 'sessionId', is: id },
      { field: 'type', in: OF_SESSION },
    ]);
    const first = (wanted: string) => facts.find(({ type }) => type === wanted);
    const begun = first('keyledger.identity-checked-out.v1');
    const ended = first('keyledger.identity-checked-in.v1');
    const raised = facts.find(
      (fact) =>
        fact.type === 'keyledger.notification-raised.v1' &&
        dataOf<RaisedData>(fact).cause === 'keyledger.identity-checked-out.v1',
    );
    return {
      ...(begun && { begun }),
      ...(ended && { ended }),
      ...(raised && { raised }),
      reminders: facts.filter(({ type }) => type === 'keyledger.break-glass-review-reminded.v1').length,
      shown: facts
        .filter(({ type, withheldFor }) => SHOWING.includes(type) && withheldFor === undefined)
        .flatMap((fact) => {
          const { version, alternatives = [] } = dataOf<ShowingData>(fact);
          return [version, ...alternatives];
        }),
    };
  }

  /** What was put in force after a fact of an identity. */
  replacements({ id, identityId = '' }: AuditDocument): Promise<readonly AuditDocument[]> {
    return this.trail([
      { field: 'identityId', is: identityId },
      { field: 'type', in: REPLACEMENTS },
      { field: 'id', above: id },
    ]);
  }

  /** Whether the vault asked for approval when this happened. */
  private async withoutApproval({ id, identityGroupId = '' }: AuditDocument): Promise<WithoutApproval> {
    const [vault] = await this.models.readModel<AuditDocument>('audit_trail').find({
      where: [
        { field: 'identityGroupId', is: identityGroupId },
        { field: 'type', in: ['keyledger.vault-created.v1', 'keyledger.vault-changed.v1'] },
        { field: 'id', below: id },
      ],
      order: { by: 'id', descending: true },
      limit: 1,
    });
    const policy = vault && dataOf<VaultData>(vault).approvalPolicy;
    return policy === undefined ? 'vault-asks-for-none' : 'approval-bypassed';
  }

  /** What the checkout itself tells, with the names of that moment. */
  async beginning(begun: AuditDocument): Promise<BreakGlassStart> {
    const { ip, userAgent } = begun.metadata;
    const { durationMinutes } = dataOf<ShowingData>(begun);
    const [{ identityName, identityGroupName, organizationName }] = (await this.names.of([begun])) as [EntryNames];
    return {
      ...(organizationName === undefined ? {} : { organizationName }),
      ...(identityGroupName === undefined ? {} : { identityGroupName }),
      ...(identityName === undefined ? {} : { identityName }),
      ...(ip === undefined ? {} : { ip }),
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(durationMinutes === undefined ? {} : { durationMinutes }),
      withoutApproval: await this.withoutApproval(begun),
    };
  }

  /** The sessions beside which the glass was broken, and how they stand. */
  async overlapped({ overlapped = [] }: SessionDocument, now: string): Promise<readonly Overlap[]> {
    const sessions = this.models.readModel<SessionDocument>('sessions');
    return Promise.all(
      overlapped.map(async (other) => {
        const document = await sessions.get(other.sessionId);
        const { endedAt, endedBy } = document === undefined ? {} : sessionViewOf(document, now);
        return { ...other, ...(endedAt && { endedAt }), ...(endedBy && { endedBy }) };
      }),
    );
  }

  /** Whom a notification reached, by which way, when. */
  async told(raised: AuditDocument): Promise<readonly IncidentNotice[]> {
    const { recipients, concerned, raisedAt } = dataOf<RaisedData>(raised);
    const inboxes = [...new Set([...recipients, ...concerned])].map(async (userId): Promise<IncidentNotice> => {
      return { via: 'inbox', status: 'delivered', time: raisedAt, ...(await this.person(userId)) };
    });
    const queued = await this.trail([
      { field: 'causationId', is: raised.eventId },
      { field: 'type', in: DELIVERIES },
    ]);
    const messages = queued.map((fact) => this.message(fact));
    return (await Promise.all([...inboxes, ...messages])).flatMap((told) => (told === undefined ? [] : [told]));
  }

  private async message({ data, time: since }: AuditDocument): Promise<IncidentNotice | undefined> {
    const { deliveryId } = data as { deliveryId: string };
    const delivery = await this.models.readModel<DeliveryDocument>('deliveries').get(deliveryId);
    if (delivery === undefined) return undefined;
    const { via, channelId, userId, status, attempts } = delivery;
    // Sent in one message with others of its kind, it may have come after an earlier one was delivered.
    const time = attempts.find((attempt) => attempt.outcome === 'delivered' && attempt.time >= since)?.time;
    return {
      via,
      ...(userId === undefined ? {} : await this.person(userId)),
      ...(channelId === undefined ? {} : { channelId }),
      status: time === undefined ? status : 'delivered',
      ...(time === undefined ? {} : { time }),
    };
  }

  private async person(userId: string): Promise<Pick<IncidentNotice, 'userId' | 'userEmail'>> {
    const userEmail = (await this.models.readModel<UserDocument>('users').get(userId))?.email;
    return { userId, ...(userEmail === undefined ? {} : { userEmail }) };
  }

  /** All facts that fit, oldest first. */
  private async trail(where: readonly Condition[]): Promise<readonly AuditDocument[]> {
    const model = this.models.readModel<AuditDocument>('audit_trail');
    const found: AuditDocument[] = [];
    for (let last: AuditDocument | undefined; ;) {
      const after = last === undefined ? {} : { after: { value: last.id, id: last.id } };
      const page = await model.find({ where, order: { by: 'id' }, limit: PAGE, ...after });
      found.push(...page);
      last = page.at(-1);
      if (page.length < PAGE) return found;
    }
  }
}
