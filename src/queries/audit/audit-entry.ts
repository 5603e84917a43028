import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { Actor } from '../../kernel/actor';
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

interface Told {
  readonly code?: string;
  readonly reason?: string;
  readonly durationMinutes?: number;
  readonly breakGlass?: boolean;
}

/** What people look for first in a fact, if it tells it: each only as what it should be. */
const toldBy = (data: Readonly<Record<string, unknown>>, refused: boolean): Told => {
  const { code, reason, durationMinutes, breakGlass } = data;
  return {
    ...(refused && typeof code === 'string' ? { code } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof durationMinutes === 'number' ? { durationMinutes } : {}),
    ...(typeof breakGlass === 'boolean' ? { breakGlass } : {}),
  };
};

export const auditEntry = (document: AuditDocument, names: EntryNames): AuditEntry => {
  const { id: position, eventId: id, refused, who: _, withheldFor, metadata, data, ...rest } = document;
  const { correlationId, causationId, ...shown } = rest;
  const { actor, ip, userAgent } = metadata;
  return {
    ...shown,
    ...names,
    id,
    position,
    actor,
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...toldBy(data as Readonly<Record<string, unknown>>, refused === true),
    ...(withheldFor === undefined ? {} : { code: withheldFor }),
    correlationId,
    ...(causationId === undefined ? {} : { causationId }),
    data,
  };
};
