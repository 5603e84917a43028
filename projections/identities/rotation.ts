import type { IdentityEvent } from '../../src/domain/identities/events';
import type { HistoryEntry, HostDocument, IdentityDocument, RotationDocument } from './document';

/** As many as the deciders keep. */
const HISTORY_KEPT = 10;

type RotationFact = Extract<
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

const served = (identity: IdentityDocument, version: number, replaced: HistoryEntry): IdentityDocument => ({
  ...identity,
  credentialVersion: version,
  // The first value of an account that was taken over replaces nothing.
  history: replaced.version === 0 ? identity.history : [replaced, ...identity.history].slice(0, HISTORY_KEPT),
});

const rescheduled = (identity: IdentityDocument, nextRotationAt: string | undefined): IdentityDocument => {
  const { nextRotationAt: _, ...rest } = identity;
  return nextRotationAt === undefined ? rest : { ...rest, nextRotationAt };
};

/** A person set the value here; nobody knows whether the hosts have it, and until they do they may hold what they held. */
const unverified = (identity: IdentityDocument, version: number, before: number, since: string): IdentityDocument => ({
  ...identity,
  hosts: Object.fromEntries(
    identity.hostIds.map((hostId): readonly [string, HostDocument] => {
      const { provenVersion: held = before, mayHold = [] } = identity.hosts[hostId] ?? {};
      const old = mayHold.some((entry) => entry.version === held) ? [] : [{ version: held, jobId: '' }];
      return [hostId, { mayHold: [...mayHold, ...old], state: 'unverified', version, since, code: 'SET_BY_HAND' }];
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
  const { data } = fact;
  switch (fact.type) {
    case 'keyledger.rotation-requested.v1': {
      const { mode, trigger, requestedAt: startedAt } = fact.data;
      const detail = mode === 'manual' ? { detail: 'manual' } : {};
      return { ...owingNothing(identity), rotation: { status: 'pending', mode, trigger, startedAt, ...detail } };
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
      return { ...identity, rotation: { ...rotation, status: 'pending', mode: 'hosts', startedAt, version } };
    }
    case 'keyledger.rotation-confirmed.v1': {
      const { version, replacedVersion, confirmedAt, vaultOnly, nextRotationAt } = fact.data;
      const retiredBy = identity.rotation.trigger ?? 'rotation';
      const entry = { version: replacedVersion, retiredAt: confirmedAt, retiredBy, restorable: vaultOnly };
      // What is owed after those who still hold the identity stays owed.
      const owing = identity.openSessions.length > 0 ? identity : owingNothing(identity);
      const after = rescheduled(confirmed(served(owing, version, entry), confirmedAt, vaultOnly), nextRotationAt);
      return after.state === 'enrolling' ? { ...after, state: 'active' } : after;
    }
    case 'keyledger.rotation-failed.v1': {
      const { suspended, detail, hosts, retryAt } = fact.data;
      const status = suspended ? 'suspended' : 'failed';
      const again = retryAt === undefined ? {} : { retryAt };
      return { ...identity, rotation: { ...identity.rotation, status, detail: hosts ?? detail, ...again } };
    }
    case 'keyledger.identity-credential-replaced.v1': {
      const { version, replacedVersion, replacedAt, replacedBy, nextRotationAt } = fact.data;
      const entry = { version: replacedVersion, retiredAt: replacedAt, retiredBy: replacedBy, restorable: true };
      const set = unverified(served(identity, version, entry), version, replacedVersion, replacedAt);
      const after = owingNothing(confirmed(set, replacedAt, identity.hostIds.length === 0));
      return rescheduled(after, nextRotationAt);
    }
    case 'keyledger.credential-version-restored.v1': {
      const { version, replacedVersion, restoredAt, restoredBy } = fact.data;
      const entry = { version: replacedVersion, retiredAt: restoredAt, retiredBy: restoredBy, restorable: true };
      return {
        ...unverified(served(identity, version, entry), version, replacedVersion, restoredAt),
        lastRotatedAt: restoredAt,
      };
    }
    default:
      throw new Error(`${(data as object).constructor.name} is no fact of rotation`);
  }
};
