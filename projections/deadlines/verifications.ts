import type { IdentityEvent } from '../../src/domain/identities/events';
import { plusDays, plusMinutes } from '../../src/kernel/time';
import type { Agenda } from './agenda';
import type { DeadlineDocument } from './document';

/** Where nobody knows what a host holds, a look is worth taking before tomorrow. */
const SOON_MINUTES = 10;

type Fact = Extract<
  IdentityEvent,
  {
    type:
      | 'keyledger.identity-created.v1'
      | 'keyledger.identity-changed.v1'
      | 'keyledger.identity-credential-replaced.v1'
      | 'keyledger.identity-deleted.v1'
      | 'keyledger.identity-undeleted.v1'
      | 'keyledger.identity-destroyed.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1'
      | 'keyledger.job-queued.v1'
      | 'keyledger.job-result-recorded.v1';
  }
>;

/** What hosts hold is looked at daily, from the last time it was proved or asked; never again after a refusal. */
export const verifications: Agenda<Fact> = {
  types: [
    'keyledger.identity-created.v1',
    'keyledger.identity-changed.v1',
    'keyledger.identity-credential-replaced.v1',
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
    const due = (dueAt: string) =>
      ({ id, kind: 'verification', dueAt, organizationId, identityGroupId, identityId }) as const;
    switch (fact.type) {
      case 'keyledger.identity-destroyed.v1':
        return undefined;
      case 'keyledger.identity-deleted.v1': {
        const { dueAt: waiting, ...rest } = document ?? {};
        return waiting === undefined ? undefined : { ...(rest as DeadlineDocument), waiting };
      }
      case 'keyledger.identity-created.v1':
      case 'keyledger.identity-changed.v1': {
        const isOnHosts = fact.data.hostIds.length > 0 && fact.data.connector !== undefined;
        return isOnHosts ? (document ?? due(plusDays(at, 1))) : undefined;
      }
      case 'keyledger.identity-undeleted.v1':
        return document?.waiting === undefined ? undefined : due(document.waiting);
      case 'keyledger.identity-credential-replaced.v1':
        return document && due(plusDays(at, 1));
      case 'keyledger.rotation-confirmed.v1':
        return fact.data.vaultOnly ? document : due(plusDays(at, 1));
      case 'keyledger.rotation-failed.v1':
        return fact.data.hosts !== undefined && fact.data.hosts.unverified.length > 0
          ? due(plusMinutes(at, SOON_MINUTES))
          : document;
      case 'keyledger.job-queued.v1':
        return fact.data.purpose === 'verification' ? due(plusDays(at, 1)) : document;
      case 'keyledger.job-result-recorded.v1': {
        const { outcome, type } = fact.data;
        if (outcome === 'drifted') {
          return undefined;
        }
        return outcome === 'confirmed' && type === 'set' ? due(plusDays(at, 1)) : document;
      }
    }
  },
};
