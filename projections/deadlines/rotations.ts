import type { IdentityEvent } from '../../src/domain/identities/events';
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

/** The next automatic rotation of an identity; a failed one stays due, a suspended one waits for a person. */
export const rotations: Agenda<Fact> = {
  types: [
    'keyledger.identity-created.v1',
    'keyledger.identity-changed.v1',
    'keyledger.identity-credential-replaced.v1',
    'keyledger.identity-deleted.v1',
    'keyledger.identity-undeleted.v1',
    'keyledger.identity-destroyed.v1',
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
        const failed = document && { ...document, failures: fact.data.failuresInRow };
        return fact.data.suspended ? paused(failed) : failed;
      }
      default: {
        const { nextRotationAt: dueAt, organizationId, identityGroupId, identityId } = fact.data;
        const scheduled = { id, kind: 'rotation', dueAt, organizationId, identityGroupId, identityId } as const;
        return dueAt === undefined ? undefined : scheduled;
      }
    }
  },
};
