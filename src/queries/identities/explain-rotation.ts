import type { IdentityDocument } from '../../../projections/identities/document';

/** What happens now with an identity's rotation, and what a person should do, in plain words. */
export const explainRotation = (identity: IdentityDocument, hostNames: readonly string[]): string => {
  const { status, mode, detail, vaultOnly } = identity.rotation;
  switch (status) {
    case 'none':
      return 'The value was never rotated.';
    case 'pending':
      if (mode === 'manual') {
        return 'Waiting for a person: change the value at its target, then set it here.';
      }
      return mode === 'vault'
        ? 'A new value is being made in the vault.'
        : `Waiting for ${hostNames.map((name) => `host ${name}`).join(', ')}: no agent on ${
            hostNames.length === 1 ? 'it' : 'them'
          } yet. The present value stays in use.`;
    case 'confirmed':
      return vaultOnly === true
        ? 'The value was replaced in the vault alone. The replaced one is kept until a manager discards it.'
        : 'The value is confirmed.';
    case 'failed':
      return `The last rotation failed: ${detail ?? 'unknown'}. The present value stays in use.`;
    case 'suspended':
      return `Three rotations in a row failed, the last: ${detail ?? 'unknown'}. Mend the cause, then rotate by hand.`;
  }
};
