import type { DisclosureWithheld } from '../../src/domain/disclosures/events';
import type { Actor } from '../../src/kernel/actor';
import { isOfRefusal, subjectsOf } from '../../src/kernel/facts/subjects-of';
import { foldEmail } from '../../src/kernel/fold-email';
import { isFact } from '../../src/kernel/is-fact';
import type { Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { AUDIT_TRAIL, type AuditDocument } from './document';

const whoIs = ({ email, userId, name, kind }: Actor): string => foldEmail(email ?? userId ?? name ?? kind);

const documentOf = ({ id: eventId, stream, type, data, metadata, position: id }: RecordedEvent): AuditDocument => {
  const { correlationId, causationId, ...rest } = metadata;
  const { time, actor } = rest;
  const isRefused = isOfRefusal(type);
  return {
    id,
    eventId,
    stream,
    type,
    time,
    outcome: isRefused ? 'refused' : 'success',
    who: whoIs(actor),
    correlationId,
    ...(causationId === undefined ? {} : { causationId }),
    ...(isRefused ? { refused: true as const } : {}),
    ...subjectsOf(data),
    metadata: rest,
    data,
  };
};

const isWithheld = isFact<DisclosureWithheld>('keyledger.disclosure-withheld.v1');

/** What was told as shown before it was known that it would not be. The fact itself stays as it is. */
const withheld = (
  shown: AuditDocument | undefined,
  { data }: Pick<DisclosureWithheld, 'data'>,
): AuditDocument | undefined =>
  shown === undefined || shown.eventId !== data.disclosureId
    ? shown
    : { ...shown, outcome: 'refused', refused: true, withheldFor: data.code };

/** Every event there is, whatever its type: also those a release doesn't know. */
export const auditTrail: Projector<AuditDocument> = {
  schema: AUDIT_TRAIL,
  ids: (event) => (isWithheld(event) ? [event.data.disclosurePosition, event.position] : [event.position]),
  next: (document, event, id) =>
    id !== event.position && isWithheld(event) ? withheld(document, event) : documentOf(event),
  keepsWhatIsLost: true,
};
