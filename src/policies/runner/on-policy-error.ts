/**
 * Told of what failed and is tried again: which policy, on which event or deadline, and why. Of what only waits for a read model
 * (`ReadModelBehind`), when it begins to wait.
 */
export type OnPolicyError = (policy: string, on: string, error: unknown) => void;

/** Injection token of the {@link OnPolicyError}. */
export const ON_POLICY_ERROR = Symbol('PolicyTrouble');
