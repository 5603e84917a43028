import type { Actor } from '../../src/kernel/actor';
import { foldEmail } from '../../src/kernel/fold-email';
import type { Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { AUDIT_TRAIL, type AuditDocument } from './document';

const REFUSED = /-refused\.v\d+$/;
const SUBJECTS = ['organizationId', 'identityGroupId', 'identityId', 'sessionId', 'hostId'] as const;

const whoIs = ({ email, userId, name, kind }: Actor): string => foldEmail(email ?? userId ?? name ?? kind);

const documentOf = ({ id: eventId, stream, type, data, metadata, position: id }: RecordedEvent): AuditDocument => {
  const { time, actor } = metadata;
  const outcome = REFUSED.test(type) ? 'refused' : 'success';
  const document: Record<string, unknown> = { id, eventId, stream, type, time, outcome, who: whoIs(actor) };
  if (outcome === 'refused') {
    document['refused'] = 'yes';
  }
  for (const subject of SUBJECTS) {
    const value = (data as Readonly<Record<string, unknown>>)[subject];
    if (typeof value === 'string') {
      document[subject] = value;
    }
  }
  document['metadata'] = metadata;
  document['data'] = data;
  return document as unknown as AuditDocument;
};

/** Every event there is, whatever its type: also those a release doesn't know. */
export const auditTrail: Projector<AuditDocument> = {
  schema: AUDIT_TRAIL,
  ids: ({ position }) => [position],
  next: (_, event) => documentOf(event),
};
