/** Told of what failed and is tried again: which policy, on which event or deadline, and why. */
export type PolicyTrouble = (policy: string, on: string, error: unknown) => void;

/** Injection token of the {@link PolicyTrouble}. */
export const POLICY_TROUBLE = Symbol('PolicyTrouble');
