import { entryFor, type NamedThing } from '../validation/fields';
import { Optional } from '../validation/optional';
import { ToldText } from '../validation/told';

/** Puts the name beside an id that an answer shows: the one the thing has now. It is looked up for every such answer alike. */
const NameOf =
  (kind: NamedThing['kind'], id: string): PropertyDecorator =>
  (prototype, name) => {
    Optional()(prototype, name);
    ToldText()(prototype, name);
    entryFor(prototype, name).names = { kind, id };
  };

export const OrganizationName = (): PropertyDecorator => NameOf('organization', 'organizationId');
export const VaultName = (): PropertyDecorator => NameOf('vault', 'identityGroupId');
export const IdentityName = (): PropertyDecorator => NameOf('identity', 'identityId');
export const HostName = (): PropertyDecorator => NameOf('host', 'hostId');
/** Of the IDP user or IDP group of a grant, by its `principalType`. */
export const PrincipalName = (): PropertyDecorator => NameOf('principal', 'principalId');
/** The e-mail of a user; of a machine, which has none, its name. */
export const EmailOf = (id = 'userId'): PropertyDecorator => NameOf('user', id);
