import type { Logger } from 'pino';
import { LOCAL_ISSUER } from '../../wire/local-token';
import type { Adapters } from '../adapters/adapters';
import type { NamedOwner } from '../commands/users/owner-recovery';
import type { Config } from '../config/config';
import { account } from '../domain/accounts/state';
import { user } from '../domain/users/state';
import type { StreamReader } from '../kernel/stream-reader';

/** Somebody who may do everything. */
export interface Owner {
  /** Absent: known by an issuer's subject alone. */
  readonly email?: string;
  /** Whose tokens sign the owner in; empty before the first sign-in. */
  readonly signIns: readonly { readonly issuer: string; readonly subject: string }[];
}

/** The owners that are not switched off. */
export const ownersOf = async (reader: StreamReader): Promise<readonly Owner[]> => {
  const view = await reader.fresh();
  const { state } = await view.load(account);
  const active = Object.entries(state.owners).filter(([, owner]) => owner.active);
  const users = await Promise.all(active.map(async ([id]) => (await view.load(user, id)).state));
  return users.map(({ email, signIns }) => ({ ...(email === '' ? {} : { email }), signIns }));
};

/** The issuers whose tokens are believed. */
export const believedIn = ({ externalIssuers }: Pick<Config, 'externalIssuers'>): readonly string[] =>
  externalIssuers.length === 0 ? [LOCAL_ISSUER] : externalIssuers.map(({ issuer }) => issuer);

/** Who becomes the first owner; undefined when the configuration names nobody. */
export const firstOwnerIn = (config: Config): NamedOwner | undefined => {
  const { ownerEmail: email, ownerSubject: signIn } = config;
  return email === undefined && signIn === undefined
    ? undefined
    : { ...(email && { email }), ...(signIn && { signIn }), believed: believedIn(config) };
};

const TOLD_MS = 7 * 24 * 60 * 60_000;

/** Tells of the last owner who was recovered with the root key, as long as that is news, also where nobody reads the audit. */
export const tellRecovery = async (
  { streamReader, clock }: Pick<Adapters, 'streamReader' | 'clock'>,
  log: Pick<Logger, 'fatal'>,
): Promise<void> => {
  const { recovered } = (await (await streamReader.fresh()).load(account)).state;
  if (recovered !== undefined && clock.now() - Date.parse(recovered.recoveredAt) < TOLD_MS) {
    log.fatal(recovered, 'an owner was recovered with the root key');
  }
};
