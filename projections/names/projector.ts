import type {
  IdpGroupCreated,
  IdpGroupRenamed,
  IdpUserChanged,
  IdpUserCreated,
} from '../../src/domain/directory/events';
import type { HostCreated, HostRenamed } from '../../src/domain/hosts/events';
import type { EnrollmentRequested, IdentityChanged, IdentityCreated } from '../../src/domain/identities/events';
import type { OrganizationChanged, OrganizationCreated } from '../../src/domain/organizations/events';
import type { UserCreated } from '../../src/domain/users/events';
import type { VaultChanged, VaultCreated } from '../../src/domain/vaults/events';
import { following, type Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { nameIdAt, thingOf } from '../../src/kernel/named-thing';
import { NAMES, type NameDocument } from './document';

type Fact =
  | OrganizationCreated
  | OrganizationChanged
  | VaultCreated
  | VaultChanged
  | IdentityCreated
  | IdentityChanged
  | EnrollmentRequested
  | HostCreated
  | HostRenamed
  | UserCreated
  | IdpUserCreated
  | IdpUserChanged
  | IdpGroupCreated
  | IdpGroupRenamed;

interface Named {
  readonly thing: string;
  readonly name?: string;
}

const named = (fact: Fact): Named => {
  switch (fact.type) {
    case 'keyledger.organization-created.v1':
    case 'keyledger.organization-changed.v1':
      return { thing: thingOf('organization', fact.data.organizationId), name: fact.data.name };
    case 'keyledger.vault-created.v1':
    case 'keyledger.vault-changed.v1':
      return { thing: thingOf('vault', fact.data.identityGroupId), name: fact.data.name };
    case 'keyledger.identity-created.v1':
    case 'keyledger.identity-changed.v1':
    case 'keyledger.identity-enrollment-requested.v1':
      return { thing: thingOf('identity', fact.data.identityId), name: fact.data.name };
    case 'keyledger.host-created.v1':
    case 'keyledger.host-renamed.v1':
      return { thing: thingOf('host', fact.data.hostId), name: fact.data.name };
    case 'keyledger.user-created.v1':
      return { thing: thingOf('user', fact.data.userId), name: fact.data.email ?? fact.data.displayName };
    case 'keyledger.idp-user-created.v1':
    case 'keyledger.idp-user-changed.v1':
      return { thing: thingOf('idp-user', fact.data.idpUserId), name: fact.data.displayName };
    case 'keyledger.idp-group-created.v1':
    case 'keyledger.idp-group-renamed.v1':
      return { thing: thingOf('idp-group', fact.data.idpGroupId), name: fact.data.name };
  }
};

type Told = Pick<RecordedEvent, 'position'> & Fact;

/** A fact without a name names nothing. */
const namedBy = (fact: Told): NameDocument | undefined => {
  const { thing, name } = named(fact);
  return typeof name === 'string' ? { id: nameIdAt(thing, fact.position), thing, name } : undefined;
};

const nameGiven = (_: NameDocument | undefined, fact: Told): NameDocument | undefined => namedBy(fact);

/** Every name a thing ever had. */
export const names: Projector<NameDocument> = {
  schema: NAMES,
  ...following<NameDocument, Fact>((fact) => [namedBy(fact)?.id ?? []].flat(), {
    'keyledger.organization-created.v1': nameGiven,
    'keyledger.organization-changed.v1': nameGiven,
    'keyledger.vault-created.v1': nameGiven,
    'keyledger.vault-changed.v1': nameGiven,
    'keyledger.identity-created.v1': nameGiven,
    'keyledger.identity-changed.v1': nameGiven,
    'keyledger.identity-enrollment-requested.v1': nameGiven,
    'keyledger.host-created.v1': nameGiven,
    'keyledger.host-renamed.v1': nameGiven,
    'keyledger.user-created.v1': nameGiven,
    'keyledger.idp-user-created.v1': nameGiven,
    'keyledger.idp-user-changed.v1': nameGiven,
    'keyledger.idp-group-created.v1': nameGiven,
    'keyledger.idp-group-renamed.v1': nameGiven,
  }),
  keepsWhatIsLost: true,
};
