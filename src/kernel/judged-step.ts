import type { Ground } from './ground';
import type { Refusal } from './refusal';

/** The steps by which it is judged whether somebody may use a value, in the order in which they are judged. */
export const STEPS = [
  'user',
  'break-glass-session',
  'identity',
  'role',
  'support-access',
  'permission',
  'idp-user',
  'grant',
  'approval',
  'rate-limit',
  'confirmed',
  'host',
  'rotation',
  'exclusivity',
  'rotation-owed',
  'maximum',
  'secret',
] as const;
export type StepName = (typeof STEPS)[number];

/** A step of a judgement, as it is told to who asks why. */
export interface JudgedStep {
  readonly step: StepName;
  readonly holds: boolean;
  /** In plain words. */
  readonly explanation: string;
  /** What was looked at; of the facts that made it what it is, the last one decided. */
  readonly on: readonly Ground[];
}

/** Hears the steps of a judgement as they are judged. The one that does not hold is the last. */
export type Tell = (step: JudgedStep) => void;

/** What is told of a step besides whether it holds. */
export interface StepWords {
  readonly step: StepName;
  readonly passed: string;
  /** Absent: as the refusal says. */
  readonly failed?: string;
  readonly on: readonly Ground[];
}

/** Tells a step where somebody listens; answers what was refused, as it was. */
export const judgedStep = (
  tell: Tell | undefined,
  refusal: Refusal | undefined,
  words: () => StepWords,
): Refusal | undefined => {
  if (tell !== undefined) {
    const { step, passed, failed, on } = words();
    const holds = refusal === undefined;
    tell({ step, holds, explanation: holds ? passed : (failed ?? refusal.detail), on });
  }
  return refusal;
};
