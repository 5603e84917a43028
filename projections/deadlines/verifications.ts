import type { IdentityEvent } from '../../src/domain/identities/events';
import { plusDays, plusMinutes } from '../../src/kernel/time';
import type { Agenda } from './agenda';
import type { DeadlineDocument } from './document';
import { sameIds } from './same-ids';

/** Where nobody knows what a host holds, a look is worth taking before tomorrow. */
const SOON_MINUTES = 10;

type Fact = Extract<
  IdentityEvent,
  {
    type:
      | 'keyledger.identity-created.v1'
      | 'keyledger.identity-changed.v1'
      | 'keyledger.identity-credential-replaced.v1'
      | 'keyledger.credential-version-restored.v1'
      | 'keyledger.identity-deleted.v1'
      | 'keyledger.identity-undeleted.v1'
      | 'keyledger.identity-destroyed.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1'
      | 'keyledger.job-queued.v1'
      | 'keyledger.job-result-recorded.v1';
  }
>;

/** A host was asked; while others that are away have not been, the date stays. */
const asked = (
  document: DeadlineDocument | undefined,
  hostId: string,
  at: string,
  due: (dueAt: string) => DeadlineDocument,
): DeadlineDocument | undefined => {
  const { dueAt, hostIds = [], asked: before = [] } = document ?? {};
  if (document === undefined || dueAt === undefined || dueAt > at) {
    return document;
  }
  const now = before.includes(hostId) ? before : [...before, hostId];
  return hostIds.every((each) => now.includes(each)) ? due(plusDays(at, 1)) : { ...document, asked: now };
};

/** A host refused what it should hold: nothing is due until a person acts, and it is remembered which hosts there are. */
const quiet = ({ dueAt: _, asked: __, ...rest }: DeadlineDocument): DeadlineDocument => rest;

/** What hosts hold is looked at daily, from the last time it was proved or asked; after a refusal not until a person acted. */
export const verifications: Agenda<Fact> = {
  types: [
    'keyledger.identity-created.v1',
    'keyledger.identity-changed.v1',
    'keyledger.identity-credential-replaced.v1',
    'keyledger.credential-version-restored.v1',
    'keyledger.identity-deleted.v1',
    'keyledger.identity-undeleted.v1',
    'keyledger.identity-destroyed.v1',
    'keyledger.rotation-confirmed.v1',
    'keyledger.rotation-failed.v1',
    'keyledger.job-queued.v1',
    'keyledger.job-result-recorded.v1',
  ],
  id: ({ data }) => `verification:${data.identityId}`,
  next: (document, fact, id, at) => {
    const { organizationId, identityGroupId, identityId } = fact.data;
    const due = (dueAt: string, hostIds = document?.hostIds): DeadlineDocument => ({
      ...({ id, kind: 'verification', dueAt, organizationId, identityGroupId, identityId } as const),
      ...(hostIds === undefined ? {} : { hostIds }),
    });
    switch (fact.type) {
      case 'keyledger.identity-destroyed.v1':
        return undefined;
      case 'keyledger.identity-deleted.v1': {
        const waiting = document?.dueAt;
        return document && { ...quiet(document), ...(waiting === undefined ? {} : { waiting }) };
      }
      case 'keyledger.identity-created.v1':
      case 'keyledger.identity-changed.v1': {
        const { hostIds, connector } = fact.data;
        if (hostIds.length === 0 || connector === undefined) return undefined;
        const isKnown = document?.dueAt !== undefined || sameIds(document?.hostIds ?? [], hostIds);
        return { ...(document !== undefined && isKnown ? document : due(plusDays(at, 1))), hostIds };
      }
      case 'keyledger.identity-undeleted.v1':
        return document?.waiting === undefined ? document : due(document.waiting);
      case 'keyledger.identity-credential-replaced.v1':
      case 'keyledger.credential-version-restored.v1':
        return document && due(plusDays(at, 1));
      case 'keyledger.rotation-confirmed.v1':
        return fact.data.vaultOnly ? document : due(plusDays(at, 1));
      case 'keyledger.rotation-failed.v1':
        return fact.data.hosts !== undefined && fact.data.hosts.unverified.length > 0
          ? due(plusMinutes(at, SOON_MINUTES))
          : document;
      case 'keyledger.job-queued.v1':
        return fact.data.purpose === 'verification' ? asked(document, fact.data.hostId, at, due) : document;
      case 'keyledger.job-result-recorded.v1': {
        const { outcome, type, late } = fact.data;
        if (late) return document;
        if (outcome === 'drifted') return document && quiet(document);
        return outcome === 'confirmed' && type === 'set' ? due(plusDays(at, 1)) : document;
      }
    }
  },
};
