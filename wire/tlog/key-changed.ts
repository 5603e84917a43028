/** The fact by which one signing key follows another; every bundle shows it. */
export const KEY_CHANGED = 'keyledger.evidence-key-changed.v1';

/** What it says of the keys: C2SP verifier keys. */
export interface KeyChangedData {
  readonly former: string;
  readonly vkey: string;
}
