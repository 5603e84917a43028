import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { Actor } from '../../kernel/actor';
import { without } from '../../kernel/without';
import type { EntryNames } from './entry-names';

/** A fact as the audit shows it. */
export interface AuditEntry extends EntryNames {
  /** Id of the event. */
  readonly id: string;
  readonly position: string;
  readonly stream: string;
  readonly type: string;
  readonly time: string;
  readonly outcome: 'success' | 'refused';
  /** Why it was refused. */
  readonly code?: string;
  readonly actor: Actor;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly organizationId?: string;
  readonly identityGroupId?: string;
  readonly identityId?: string;
  readonly sessionId?: string;
  readonly hostId?: string;
  readonly reason?: string;
  readonly durationMinutes?: number;
  readonly breakGlass?: boolean;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly data: object;
}

type Entry = { -readonly [Field in keyof AuditEntry]: AuditEntry[Field] };
type Told = Pick<Entry, 'code' | 'reason' | 'durationMinutes' | 'breakGlass'>;

/** What people look for first in a fact, if it tells it: each only as what it should be. */
const toldBy = (data: Readonly<Record<string, unknown>>, refused: boolean): Told => {
  const { code, reason, durationMinutes, breakGlass } = data;
  const told: Told = {};
  if (refused && typeof code === 'string') told.code = code;
  if (typeof reason === 'string') told.reason = reason;
  if (typeof durationMinutes === 'number') told.durationMinutes = durationMinutes;
  if (typeof breakGlass === 'boolean') told.breakGlass = breakGlass;
  return told;
};

/** In the document, and not in the entry or under another name there. */
const HIDDEN = [
  'id',
  'eventId',
  'refused',
  'who',
  'withheldFor',
  'metadata',
  'data',
  'correlationId',
  'causationId',
] as const;
const hidden = new Set(HIDDEN);

export const auditEntry = (document: AuditDocument, names: EntryNames): AuditEntry => {
  const { id: position, eventId: id, refused, withheldFor, metadata, data, correlationId, causationId } = document;
  const { actor, ip, userAgent } = metadata;
  const entry: Partial<Entry> = Object.assign(without(document, hidden), names, { id, position, actor });
  if (ip !== undefined) entry.ip = ip;
  if (userAgent !== undefined) entry.userAgent = userAgent;
  Object.assign(entry, toldBy(data as Readonly<Record<string, unknown>>, refused === true));
  if (withheldFor !== undefined) entry.code = withheldFor;
  entry.correlationId = correlationId;
  if (causationId !== undefined) entry.causationId = causationId;
  entry.data = data;
  return entry as AuditEntry;
};
