import { entryOf } from '../../src/kernel/entry-of';
import { madeForAfter } from '../../src/kernel/proven';
import type { IdentityEvent } from '../../src/domain/identities/events';
import type { HistoryEntry, IdentityHostDocument, IdentityDocument, RotationDocument } from './document';
import { withheldThere } from './withheld-on-hosts';

/** As many as the deciders keep. */
const HISTORY_KEPT = 10;

/** The facts that change which value is served, or how it is replaced. */
export type RotationFact = Extract<
  IdentityEvent,
  {
    type:
      | 'keyledger.rotation-requested.v1'
      | 'keyledger.rotation-staged.v1'
      | 'keyledger.rotation-candidate-refused.v1'
      | 'keyledger.rotation-retried.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1'
      | 'keyledger.identity-credential-replaced.v1'
      | 'keyledger.credential-version-restored.v1';
  }
>;

/** Where the value that is served from now on comes from; empty: a person gave it. */
type Origin = Pick<IdentityDocument, 'madeFor' | 'wasOnHosts'>;

const served = (
  { madeFor, wasOnHosts: _, ...identity }: IdentityDocument,
  version: number,
  origin: Origin,
  replaced: HistoryEntry,
): IdentityDocument => {
  const restorable = replaced.restorable && replaced.version > (identity.lostUpTo ?? 0);
  const entry = { ...replaced, restorable, ...(madeFor === undefined ? {} : { madeFor }) };
  return {
    ...identity,
    ...origin,
    credentialVersion: version,
    // The first value of an account that was taken over replaces nothing.
    history: replaced.version === 0 ? identity.history : [entry, ...identity.history].slice(0, HISTORY_KEPT),
  };
};

/** Whoever asked for a rotation replaced the value; what else set one off is told by its name. */
const retiredBy = (trigger: string): string => (trigger === 'manual' ? 'by a person' : trigger);

const REMINDERS: Readonly<Partial<Record<string, string>>> = {
  force_checkin:
    'A checkout was ended by force, and the value replaced in the vault alone: the target takes the old one, which whoever held it knows. Set the new one there.',
  break_glass:
    'The glass was broken, and the value replaced in the vault alone: the target takes the old one, which whoever broke it knows. Set the new one there.',
  grant_revoked:
    'Access was taken away during a checkout, and the value replaced in the vault alone: the target takes the old one, which whoever held it knows. Set the new one there.',
};

/** Of a value that stands by itself: what it was made for, where the target does not take it yet. */
const reminded = (identity: IdentityDocument): IdentityDocument => {
  const { detail: _, ...rotation } = identity.rotation;
  const detail = entryOf(REMINDERS, identity.madeFor);
  return { ...identity, rotation: detail === undefined ? rotation : { ...rotation, detail } };
};

const standing = ({ status, vaultOnly, detail }: RotationDocument): NonNullable<RotationDocument['before']> => ({
  status,
  ...(vaultOnly === undefined ? {} : { vaultOnly }),
  ...(detail === undefined ? {} : { detail }),
});

const wasCalledOff = (code: string): boolean => code === 'CANCELLED' || code === 'CANDIDATE_SHOWN';

const rescheduled = (identity: IdentityDocument, nextRotationAt: string | undefined): IdentityDocument => {
  const { nextRotationAt: _, ...rest } = identity;
  return nextRotationAt === undefined ? rest : { ...rest, nextRotationAt };
};

/** A person set the value here; nobody knows whether the hosts have it, and until they do they may hold what they held. */
const unverified = (identity: IdentityDocument, version: number, before: number, since: string): IdentityDocument => ({
  ...identity,
  hosts: Object.fromEntries(
    identity.hostIds.map((hostId): readonly [string, IdentityHostDocument] => {
      const known = entryOf(identity.hosts, hostId) ?? {};
      const { provenVersion: held = before, mayHold = [], sharedWith } = known;
      const old = mayHold.some((entry) => entry.version === held) ? [] : [{ version: held, jobId: '' }];
      const stays = { ...withheldThere(known), ...(sharedWith === undefined ? {} : { sharedWith }) };
      const outcome = { state: 'unverified', version, since, code: 'SET_BY_HAND' } as const;
      return [hostId, { ...stays, mayHold: [...mayHold, ...old], ...outcome }];
    }),
  ),
});

const owingNothing = ({ owed: _, ...identity }: IdentityDocument): IdentityDocument => identity;

const confirmed = (identity: IdentityDocument, at: string, vaultOnly: boolean): IdentityDocument => {
  const { trigger, startedAt } = identity.rotation;
  const rotation: RotationDocument = {
    status: 'confirmed',
    vaultOnly,
    ...(trigger === undefined ? {} : { trigger }),
    ...(startedAt === undefined ? {} : { startedAt }),
  };
  return { ...identity, rotation, lastRotatedAt: at };
};

/** What a fact of rotation does to an identity's document. */
export const rotated = (identity: IdentityDocument, fact: RotationFact): IdentityDocument => {
  switch (fact.type) {
    case 'keyledger.rotation-requested.v1': {
      const { mode, trigger, requestedAt: startedAt } = fact.data;
      const detail = mode === 'manual' ? { detail: 'manual' } : {};
      const before = standing(identity.rotation);
      return {
        ...owingNothing(identity),
        rotation: { status: 'pending', mode, trigger, startedAt, ...detail, before },
      };
    }
    case 'keyledger.rotation-staged.v1':
      return { ...identity, rotation: { ...identity.rotation, version: fact.data.version } };
    case 'keyledger.rotation-candidate-refused.v1': {
      const { version: _, ...rotation } = identity.rotation;
      return { ...identity, rotation };
    }
    case 'keyledger.rotation-retried.v1': {
      const { version, retriedAt: startedAt } = fact.data;
      const { detail: _, retryAt: __, ...rotation } = identity.rotation;
      const before = standing(identity.rotation);
      return { ...identity, rotation: { ...rotation, status: 'pending', mode: 'hosts', startedAt, version, before } };
    }
    case 'keyledger.rotation-confirmed.v1': {
      const { version, replacedVersion, confirmedAt, vaultOnly, nextRotationAt } = fact.data;
      const trigger = identity.rotation.trigger ?? 'manual';
      const madeFor = madeForAfter(identity.madeFor, trigger, vaultOnly);
      const entry = {
        version: replacedVersion,
        retiredAt: confirmedAt,
        retiredBy: retiredBy(trigger),
        restorable: vaultOnly,
      };
      const origin = vaultOnly ? { madeFor } : { madeFor, wasOnHosts: true };
      // What is owed after those who still hold the identity stays owed.
      const owing = identity.openSessions.length > 0 ? identity : owingNothing(identity);
      const after = rescheduled(
        confirmed(served(owing, version, origin, entry), confirmedAt, vaultOnly),
        nextRotationAt,
      );
      const told = vaultOnly ? reminded(after) : after;
      return told.state === 'enrolling' ? { ...told, state: 'active' } : told;
    }
    case 'keyledger.rotation-failed.v1': {
      const { code, suspended, detail, hosts, retryAt } = fact.data;
      if (wasCalledOff(code)) {
        const { before, ...rotation } = identity.rotation;
        return { ...identity, rotation: { ...rotation, status: 'none', ...before, detail: hosts ?? detail } };
      }
      const status = suspended ? 'suspended' : 'failed';
      const again = retryAt === undefined ? {} : { retryAt };
      return { ...identity, rotation: { ...identity.rotation, status, detail: hosts ?? detail, ...again } };
    }
    case 'keyledger.identity-credential-replaced.v1': {
      const { version, replacedVersion, replacedAt, replacedBy, nextRotationAt } = fact.data;
      const entry = { version: replacedVersion, retiredAt: replacedAt, retiredBy: replacedBy, restorable: true };
      const set = unverified(served(identity, version, {}, entry), version, replacedVersion, replacedAt);
      const after = owingNothing(confirmed(set, replacedAt, identity.hostIds.length === 0));
      return rescheduled(after, nextRotationAt);
    }
    case 'keyledger.credential-version-restored.v1': {
      const { version, replacedVersion, restoredAt, restoredBy } = fact.data;
      const entry = { version: replacedVersion, retiredAt: restoredAt, retiredBy: restoredBy, restorable: true };
      const madeFor = identity.history.find((past) => past.version === fact.data.restoredVersion)?.madeFor;
      const origin = madeFor === undefined ? {} : { madeFor };
      const after = unverified(served(identity, version, origin, entry), version, replacedVersion, restoredAt);
      const { restoredVersion } = fact.data;
      const origins = { ...identity.origins, [version]: identity.origins?.[restoredVersion] ?? restoredVersion };
      const back = { ...after, origins, lastRotatedAt: restoredAt };
      return back.rotation.status === 'confirmed' ? reminded(back) : back;
    }
  }
};
