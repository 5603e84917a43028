import type { IdentityEvent } from '../../src/domain/identities/events';
import type { HistoryEntry, IdentityDocument, RotationDocument } from './document';

/** As many as the deciders keep. */
const HISTORY_KEPT = 10;

type RotationFact = Extract<
  IdentityEvent,
  {
    type:
      | 'keyledger.rotation-requested.v1'
      | 'keyledger.rotation-confirmed.v1'
      | 'keyledger.rotation-failed.v1'
      | 'keyledger.identity-credential-replaced.v1'
      | 'keyledger.credential-version-restored.v1';
  }
>;

const served = (identity: IdentityDocument, version: number, replaced: HistoryEntry): IdentityDocument => ({
  ...identity,
  credentialVersion: version,
  history: [replaced, ...identity.history].slice(0, HISTORY_KEPT),
});

const rescheduled = (identity: IdentityDocument, nextRotationAt: string | undefined): IdentityDocument => {
  const { nextRotationAt: _, ...rest } = identity;
  return nextRotationAt === undefined ? rest : { ...rest, nextRotationAt };
};

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
      return { ...identity, rotation: { status: 'pending', mode, trigger, startedAt, ...detail } };
    }
    case 'keyledger.rotation-confirmed.v1': {
      const { version, replacedVersion, confirmedAt, vaultOnly, nextRotationAt } = fact.data;
      const retiredBy = identity.rotation.trigger ?? 'rotation';
      const entry = { version: replacedVersion, retiredAt: confirmedAt, retiredBy, restorable: vaultOnly };
      return rescheduled(confirmed(served(identity, version, entry), confirmedAt, vaultOnly), nextRotationAt);
    }
    case 'keyledger.rotation-failed.v1': {
      const status = fact.data.suspended ? 'suspended' : 'failed';
      return { ...identity, rotation: { ...identity.rotation, status, detail: fact.data.detail } };
    }
    case 'keyledger.identity-credential-replaced.v1': {
      const { version, replacedVersion, replacedAt, replacedBy, nextRotationAt } = fact.data;
      const entry = { version: replacedVersion, retiredAt: replacedAt, retiredBy: replacedBy, restorable: true };
      const byHand = identity.hostIds.length > 0 ? { detail: 'set by hand, unverified on its hosts' } : {};
      const after = confirmed(served(identity, version, entry), replacedAt, identity.hostIds.length === 0);
      return rescheduled({ ...after, rotation: { ...after.rotation, ...byHand } }, nextRotationAt);
    }
    case 'keyledger.credential-version-restored.v1': {
      const { version, replacedVersion, restoredAt, restoredBy } = fact.data;
      const entry = { version: replacedVersion, retiredAt: restoredAt, retiredBy: restoredBy, restorable: true };
      return { ...served(identity, version, entry), lastRotatedAt: restoredAt };
    }
    default:
      throw new Error(`${(data as object).constructor.name} is no fact of rotation`);
  }
};
