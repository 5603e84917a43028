import { labelOf, type VersionLabel } from '../../domain/identities/emergency-versions';
import type { CredentialType } from '../../domain/identities/events';
import { isProven } from '../../domain/identities/holdings';
import { provenOf } from '../../domain/identities/proven';
import type { Served } from '../../domain/identities/served';
import type { IdentityState, OpenSession } from '../../domain/identities/state';
import type { Proven } from '../../kernel/proven';
import type { VersionedValue } from '../material/values';

/** What to try as well; after broken glass it says what it is to the identity. */
export interface Alternative extends VersionedValue {
  readonly label?: VersionLabel;
}

/** A value on its way to the person who may see it. Never stored, never logged. */
export interface DisclosedCredential {
  readonly type: CredentialType;
  readonly username: string;
  readonly value: string;
  readonly version: number;
  /** Where it is known to work. */
  readonly proven: Proven;
  /** True when nobody has proved that the value works on the identity's hosts. */
  readonly unverified?: boolean;
  /** What to try, in this order, where the value does not work: a host may hold one of these instead. */
  readonly alternatives?: readonly Alternative[];
  /** Hosts known to be on another version; a checkout that names the host gets that one. */
  readonly elsewhere?: readonly { readonly hostId: string; readonly version: number }[];
}

/** Hosts prove a value by a fresh login, through an agent; until one has, what is served there is unverified. */
export const credentialOf = (
  identity: IdentityState,
  [first, ...alternatives]: readonly VersionedValue[],
  { unverified, elsewhere }: Pick<Served, 'unverified' | 'elsewhere'>,
  hostId?: string,
): DisclosedCredential => ({
  type: identity.settings.credentialType,
  username: identity.settings.username,
  value: first?.value ?? '',
  version: first?.version ?? 0,
  proven: provenOf(identity, first?.version, hostId),
  ...(unverified ? { unverified } : {}),
  ...(alternatives.length === 0 ? {} : { alternatives }),
  ...(elsewhere.length === 0 ? {} : { elsewhere }),
});

/** Says of each value what it is to the identity. */
export const labelled = (identity: IdentityState, credential: DisclosedCredential): DisclosedCredential => {
  const { alternatives } = credential;
  return alternatives === undefined
    ? credential
    : {
        ...credential,
        alternatives: alternatives.map((each) => ({ ...each, label: labelOf(identity, each.version) })),
      };
};

/** What an open session was given, judged as it stands now; after broken glass that is everything there was to try. */
export const servedTo = (state: IdentityState, session: OpenSession): Served => {
  const { version, hostId, breakGlass } = session;
  const hostIds = hostId === undefined ? state.settings.hostIds : [hostId];
  const unverified = hostIds.some((id) => !isProven(state, id, version));
  return { version, unverified, alternatives: breakGlass ? (session.alternatives ?? []) : [], elsewhere: [] };
};
