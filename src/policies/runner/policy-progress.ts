/** Told how far long work is: which policy, on what, and how much of it is done, in whole percent, each one once. */
export type PolicyProgress = (policy: string, on: string, percent: number) => void;

/** Injection token of the {@link PolicyProgress}. */
export const POLICY_PROGRESS = Symbol('PolicyProgress');
