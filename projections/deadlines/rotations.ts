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
      | 'keyledger.rotation-requested.v1'
      | 'keyledger.rotation-retried.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1';
  }
>;

/** The two dates an automatic rotation may have, and whether either counts at present. */
type Plan = Pick<DeadlineDocument, 'scheduledAt' | 'retryAt' | 'paused' | 'tries'>;

const next = (plan: Plan, fact: Fact): Plan => {
  switch (fact.type) {
    case 'keyledger.identity-deleted.v1':
      return { ...plan, paused: true };
    case 'keyledger.identity-undeleted.v1':
      return { ...plan, paused: false };
    case 'keyledger.identity-changed.v1':
      return { ...plan, scheduledAt: fact.data.nextRotationAt };
    case 'keyledger.rotation-requested.v1':
      return { ...plan, retryAt: undefined, tries: (plan.tries ?? 0) + 1 };
    case 'keyledger.rotation-retried.v1':
      return { ...plan, retryAt: undefined };
    case 'keyledger.rotation-failed.v1': {
      const { suspended, retryAt } = fact.data;
      return { ...plan, retryAt, paused: suspended };
    }
    case 'keyledger.identity-destroyed.v1':
      return {};
    case 'keyledger.identity-created.v1':
    case 'keyledger.identity-credential-replaced.v1':
    case 'keyledger.rotation-confirmed.v1':
      return { ...plan, scheduledAt: fact.data.nextRotationAt, retryAt: undefined, paused: false };
  }
};

const dueAt = ({ paused, scheduledAt, retryAt }: Plan): string | undefined =>
  paused === true ? undefined : [scheduledAt, retryAt].filter((date) => date !== undefined).toSorted()[0];

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
    'keyledger.rotation-retried.v1',
    'keyledger.rotation-confirmed.v1',
    'keyledger.rotation-failed.v1',
  ],
  id: ({ data }) => `rotation:${data.identityId}`,
  next: (document, fact, id) => {
    const plan = next(document ?? {}, fact);
    const isPlanned = plan.scheduledAt !== undefined || plan.retryAt !== undefined;
    // Kept without a date too: how often it was tried tells the next try from the ones before.
    if (!isPlanned && (document === undefined || fact.type === 'keyledger.identity-destroyed.v1')) {
      return undefined;
    }
    const { organizationId, identityGroupId, identityId } = fact.data;
    return { ...plan, id, kind: 'rotation', dueAt: dueAt(plan), organizationId, identityGroupId, identityId };
  },
};
