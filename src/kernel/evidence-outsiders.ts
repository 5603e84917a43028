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

/** What came of asking for a time-stamp: a token that holds, DER, and when it says that it was made; or why there is none. */
export type Stamped =
  | {
      readonly outcome: 'stamped';
      readonly token: Uint8Array;
      /** ms since 1970. */
      readonly time: number;
    }
  | { readonly outcome: 'refused' | 'lied' | 'failed'; readonly detail: string };

/** A time-stamping authority (RFC 3161). Answers within seconds, whatever it does; never throws. */
export interface TimestampAuthority {
  /** Where it is: what it said is kept under this. */
  readonly address: string;
  /** Between two stamps at least, ms. */
  readonly intervalMs: number;
  /** Has bytes stamped; what it answers is verified. */
  stamp(bytes: Uint8Array): Promise<Stamped>;
}

/** Who outside of us says something of checkpoints. */
export interface EvidenceOutsiders {
  readonly witnesses: readonly AskedWitness[];
  /** Absent: nobody stamps. */
  readonly timestamps?: TimestampAuthority;
  /** Whether these witnesses, by their verifier keys, are enough for the operator's policy; absent: there is none. */
  readonly isQuorum?: (vkeys: readonly string[]) => boolean;
}
