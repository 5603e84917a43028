/** What an agent is ordered to do: the order as the text that is signed, the secret it needs sealed to it, our signature. */
export interface SealedJob {
  readonly order: string;
  readonly sealed: { readonly enc: string; readonly ciphertext: string };
  readonly signature: string;
}

/** A value on its way to a host, and where the target needs them the one in force so far and others that may let in. */
export interface JobValues {
  readonly value: string;
  readonly previous?: string;
  readonly former?: readonly string[];
  /** Keys that may let in, of which the agent is told the public half alone: in the order, as `oldKeys`. */
  readonly toTakeAway?: readonly string[];
}

/** Makes jobs that only one agent can open, and of which it can tell that they are ours. Plaintext stays nowhere. */
export abstract class JobSealing {
  /** `sealingKey`: X25519 public key, raw, base64url. Throws on anything else. */
  abstract seal(order: object, values: JobValues, sealingKey: string): Promise<SealedJob>;
}
