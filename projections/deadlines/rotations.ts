import type {
  CredentialReplaced,
  IdentityChanged,
  IdentityCreated,
  IdentityDeleted,
  IdentityDestroyed,
  IdentityUndeleted,
  RotationConfirmed,
  RotationFailed,
  RotationRequested,
  RotationRetried,
} from '../../src/domain/identities/events';
import { following, type Recorded } from '../../src/kernel/projector';
import type { DeadlineDocument } from './document';

type Scheduling = IdentityCreated | CredentialReplaced | RotationConfirmed;
type Fact =
  | Scheduling
  | IdentityChanged
  | IdentityDeleted
  | IdentityUndeleted
  | IdentityDestroyed
  | RotationRequested
  | RotationRetried
  | RotationFailed;

/** The two dates an automatic rotation may have, and whether either counts at present. */
type Plan = Pick<DeadlineDocument, 'scheduledAt' | 'retryAt' | 'paused' | 'tries'>;

const dueAt = ({ paused, scheduledAt, retryAt }: Plan): string | undefined =>
  paused === true ? undefined : [scheduledAt, retryAt].filter((date) => date !== undefined).toSorted()[0];

/** What a fact makes of the plan; without a date it is kept, too: how often it was tried tells the next try from the ones before. */
const planned =
  <F extends Recorded<Fact>>(change: (plan: Plan, fact: F) => Plan) =>
  (document: DeadlineDocument | undefined, fact: F, id: string): DeadlineDocument | undefined => {
    const plan = change(document ?? {}, fact);
    if (document === undefined && plan.scheduledAt === undefined && plan.retryAt === undefined) return undefined;
    const { organizationId, identityGroupId, identityId } = fact.data;
    return { ...plan, id, kind: 'rotation', dueAt: dueAt(plan), organizationId, identityGroupId, identityId };
  };

const scheduled = planned((plan, { data }: Recorded<Scheduling>) => ({
  ...plan,
  scheduledAt: data.nextRotationAt,
  retryAt: undefined,
  paused: false,
}));

/** The next automatic rotation of an identity; a failed one stays due, a suspended one waits for a person. */
export const rotations = following<DeadlineDocument, Fact>(({ data }) => [`rotation:${data.identityId}`], {
  'keyledger.identity-created.v1': scheduled,
  'keyledger.identity-credential-replaced.v1': scheduled,
  'keyledger.rotation-confirmed.v1': scheduled,
  'keyledger.identity-changed.v1': planned((plan, { data }) => ({ ...plan, scheduledAt: data.nextRotationAt })),
  'keyledger.identity-deleted.v1': planned((plan) => ({ ...plan, paused: true })),
  'keyledger.identity-undeleted.v1': planned((plan) => ({ ...plan, paused: false })),
  'keyledger.identity-destroyed.v1': () => undefined,
  'keyledger.rotation-requested.v1': planned((plan) => ({ ...plan, retryAt: undefined, tries: (plan.tries ?? 0) + 1 })),
  'keyledger.rotation-retried.v1': planned((plan) => ({ ...plan, retryAt: undefined })),
  'keyledger.rotation-failed.v1': planned((plan, { data: { suspended, retryAt } }) => ({
    ...plan,
    retryAt,
    paused: suspended,
  })),
});
