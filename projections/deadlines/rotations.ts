import type { IdentityEvent, RotationFailed } from '../../src/domain/identities/events';
import type { Agenda } from './agenda';
import type { DeadlineDocument } from './document';

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
      | 'keyledger.rotation-requested.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1';
  }
>;

const paused = (document: DeadlineDocument | undefined): DeadlineDocument | undefined => {
  const { dueAt, ...rest } = document ?? {};
  return dueAt === undefined ? document : { ...(rest as DeadlineDocument), waiting: dueAt };
};

const resumed = (document: DeadlineDocument | undefined): DeadlineDocument | undefined => {
  const { waiting, ...rest } = document ?? {};
  return waiting === undefined ? document : { ...(rest as DeadlineDocument), dueAt: waiting };
};

/** A failed one is tried anew at a time of its own; the date the interval asks for waits beside it. */
const retried = (
  document: DeadlineDocument | undefined,
  retryAt: string | undefined,
  { data }: RotationFailed,
  id: string,
): DeadlineDocument | undefined => {
  if (retryAt === undefined) {
    return document;
  }
  const { organizationId, identityGroupId, identityId, failuresInRow: failures } = data;
  const { dueAt, ...rest } = document ?? {
    id,
    kind: 'rotation',
    organizationId,
    identityGroupId,
    identityId,
    failures,
  };
  const isSooner = dueAt === undefined || retryAt < dueAt;
  return { ...rest, dueAt: isSooner ? retryAt : dueAt, ...(dueAt === undefined ? {} : { scheduledAt: dueAt }) };
};

/** The new try is on its way: what is left is the date the interval asks for. */
const scheduled = (document: DeadlineDocument | undefined): DeadlineDocument | undefined => {
  if (document?.failures === undefined || document.dueAt === undefined) {
    return document;
  }
  const { scheduledAt: dueAt, ...rest } = document;
  return dueAt === undefined ? document : { ...rest, dueAt };
};

/** The next automatic rotation of an identity; a failed one stays due, a suspended one waits for a person. */
export const rotations: Agenda<Fact> = {
  types: [
    'keyledger.identity-created.v1',
    'keyledger.identity-changed.v1',
    'keyledger.identity-credential-replaced.v1',
    'keyledger.identity-deleted.v1',
    'keyledger.identity-undeleted.v1',
    'keyledger.identity-destroyed.v1',
    'keyledger.rotation-requested.v1',
    'keyledger.rotation-confirmed.v1',
    'keyledger.rotation-failed.v1',
  ],
  id: ({ data }) => `rotation:${data.identityId}`,
  next: (document, fact, id) => {
    switch (fact.type) {
      case 'keyledger.identity-destroyed.v1':
        return undefined;
      case 'keyledger.identity-deleted.v1':
        return paused(document);
      case 'keyledger.identity-undeleted.v1':
        return resumed(document);
      case 'keyledger.rotation-failed.v1': {
        const { failuresInRow: failures, suspended, retryAt } = fact.data;
        const failed = document && { ...document, failures };
        return suspended ? paused(failed) : retried(failed, retryAt, fact, id);
      }
      case 'keyledger.rotation-requested.v1':
        return scheduled(document);
      default: {
        const { nextRotationAt: dueAt, organizationId, identityGroupId, identityId } = fact.data;
        const next = { id, kind: 'rotation', dueAt, organizationId, identityGroupId, identityId } as const;
        return dueAt === undefined ? undefined : next;
      }
    }
  },
};
