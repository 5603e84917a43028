import type { CredentialRedisclosed, DisclosureWithheld, IdentityRevealed } from '../../src/domain/disclosures/events';
import type { CredentialReplaced, IdentityCheckedOut, IdentityCreated } from '../../src/domain/identities/events';
import type { JobLeased } from '../../src/domain/jobs/events';
import type { CredentialSavedAnew } from '../../src/domain/values/events';
import type { EventMetadata } from '../../src/kernel/event-metadata';
import { following, type Projector, type Recorded } from '../../src/kernel/projector';
import { EXPOSURES, type ExposureDocument, type SeenVersion } from './document';
import { withSeen, withoutDisclosure } from './seen';

type Typed = IdentityCreated | CredentialReplaced | CredentialSavedAnew;
type Shown = IdentityRevealed | CredentialRedisclosed | DisclosureWithheld;
type Fact = Typed | Shown | IdentityCheckedOut | JobLeased;

/** Whoever typed a value knows it; facts of earlier releases don't say who that was, but who acted. */
const typistOf = ({ data, metadata }: { readonly data: Typed['data']; readonly metadata: EventMetadata }) =>
  data.typedBy ?? metadata.actor.userId;

const subjectOf = (fact: Recorded<Fact>): string | undefined => {
  switch (fact.type) {
    case 'keyledger.identity-checked-out.v1':
      return `user-${fact.data.userId}`;
    case 'keyledger.job-leased.v1':
      return `host-${fact.data.hostId}`;
    case 'keyledger.identity-revealed.v1':
    case 'keyledger.credential-redisclosed.v1':
    case 'keyledger.disclosure-withheld.v1': {
      const { userId } = fact.metadata.actor;
      return userId === undefined ? undefined : `user-${userId}`;
    }
    default: {
      const userId = typistOf(fact);
      return userId === undefined ? undefined : `user-${userId}`;
    }
  }
};

const grown = (
  document: ExposureDocument | undefined,
  fact: Recorded<Fact>,
  id: string,
  versions: readonly number[],
  how: Omit<SeenVersion, 'version'>,
): ExposureDocument | undefined => {
  const { identityId, identityGroupId, organizationId } = fact.data;
  const subject = subjectOf(fact);
  if (subject === undefined) return document;
  const before = document ?? { id, subject, identityId, identityGroupId, organizationId, seen: [] };
  return versions.reduce((each, version) => withSeen(each, { version, ...how }), before);
};

const typed =
  <F extends Recorded<Typed>>(versionOf: (fact: F) => number) =>
  (document: ExposureDocument | undefined, fact: F, id: string) =>
    grown(document, fact as Recorded<Fact>, id, [versionOf(fact)], { since: fact.metadata.time, via: 'typed' });

/** What went to an agent; facts of earlier releases name it by what it was for. */
const leased = ({ version, previousVersion, formerVersions = [], disclosedVersions }: JobLeased['data']) =>
  disclosedVersions ?? [version, ...(previousVersion === undefined ? [] : [previousVersion]), ...formerVersions];

export const exposures: Projector<ExposureDocument> = {
  schema: EXPOSURES,
  ...following<ExposureDocument, Fact>(
    (fact) => {
      const subject = subjectOf(fact as Recorded<Fact>);
      return subject === undefined ? [] : [`${subject}:${fact.data.identityId}`];
    },
    {
      'keyledger.identity-created.v1': typed(({ data }) => data.credentialVersion),
      'keyledger.identity-credential-replaced.v1': typed(({ data }) => data.version),
      'keyledger.credential-saved-anew.v1': typed(({ data }) => data.version),
      'keyledger.identity-checked-out.v1': (document, fact, id) => {
        const { version, alternatives = [], breakGlass, sessionId, checkedOutAt: since, transferredFrom } = fact.data;
        // Who is handed a session is shown nothing by it.
        if (transferredFrom !== undefined) return document;
        const via = breakGlass ? 'break-glass' : 'checkout';
        return grown(document, fact, id, [version, ...alternatives], { since, via, sessionId });
      },
      'keyledger.identity-revealed.v1': (document, fact, id) => {
        const { version, alternatives = [], breakGlass, sessionId } = fact.data;
        const via = breakGlass === true ? 'break-glass' : 'reveal';
        const how = { since: fact.metadata.time, via, disclosureId: fact.id } as const;
        return grown(document, fact, id, [version, ...alternatives], {
          ...how,
          ...(sessionId === undefined ? {} : { sessionId }),
        });
      },
      'keyledger.credential-redisclosed.v1': (document, fact, id) => {
        const { version, alternatives = [], sessionId } = fact.data;
        const via = document?.seen.find((each) => each.sessionId === sessionId)?.via ?? 'checkout';
        const how = { since: fact.metadata.time, via, sessionId, disclosureId: fact.id };
        return grown(document, fact, id, [version, ...alternatives], how);
      },
      'keyledger.disclosure-withheld.v1': (document, { data }) => withoutDisclosure(document, data.disclosureId),
      'keyledger.job-leased.v1': (document, fact, id) =>
        grown(document, fact, id, leased(fact.data), { since: fact.metadata.time, via: 'lease' }),
    },
  ),
};
