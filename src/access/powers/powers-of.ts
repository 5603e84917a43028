import { accessGrants } from '../../domain/access-grants/state';
import { account } from '../../domain/accounts/state';
import { idpGroup, idpUser } from '../../domain/directory/state';
import { host } from '../../domain/hosts/state';
import { identity } from '../../domain/identities/evolve';
import { organization } from '../../domain/organizations/state';
import { scimConnections } from '../../domain/scim-connections/state';
import { user } from '../../domain/users/state';
import { vault } from '../../domain/vaults/state';
import type { DomainEvent } from '../../kernel/event';
import type { Fold } from '../../kernel/fold';
import { ofAccount, ofIdpGroup, ofIdpUser, ofScimConnections, ofUser } from './of-people';
import { ofGrants, ofHost, ofIdentity, ofOrganization, ofVault } from './of-things';
import type { Powers } from './power';

/** Streams that give somebody something, and what they give. */
export interface PowerSource<S = object> {
  readonly fold: Fold<S, DomainEvent>;
  powers(state: S): Powers;
}

const giving = <S>(fold: Fold<S>, powers: (state: S) => Powers): PowerSource =>
  ({ fold, powers }) as unknown as PowerSource;

/** By the category of the stream, those that matter most first. */
export const POWERS_OF: ReadonlyMap<string, PowerSource> = new Map(
  [
    giving(account, ofAccount),
    giving(user, ofUser),
    giving(scimConnections, ofScimConnections),
    giving(idpUser, ofIdpUser),
    giving(idpGroup, ofIdpGroup),
    giving(accessGrants, ofGrants),
    giving(host, ofHost),
    giving(identity, ofIdentity),
    giving(vault, ofVault),
    giving(organization, ofOrganization),
  ].map((each) => [each.fold.category, each]),
);
