/** What a witness answered: an HTTP status and its body, or why there is none. */
export type WitnessReply = { readonly status: number; readonly body: string } | { readonly failed: string };

/** A witness that is asked to cosign. Answers within seconds, whatever it does; never throws. */
export interface AskedWitness {
  /** As the policy calls it. */
  readonly name: string;
  /** C2SP verifier key. */
  readonly vkey: string;
  ask(request: string): Promise<WitnessReply>;
}

/** Who outside of us says something of checkpoints. */
export interface EvidenceOutsiders {
  readonly witnesses: readonly AskedWitness[];
  /** Whether these witnesses, by their verifier keys, are enough for the operator's policy; absent: there is none. */
  readonly isQuorum?: (vkeys: readonly string[]) => boolean;
}
