import { ground, type Parts } from '../../../kernel/ground';
import { judgedStep, type StepName, type Tell } from '../../../kernel/judged-step';
import type { Refusal } from '../../../kernel/refusal';
import { identity } from '../evolve';
import type { IdentityState } from '../state';

/** Something about an identity that may stand against an act, `A` being what is asked for. */
export interface ActCheck<A> {
  readonly step: StepName;
  /** What is told when nothing stands against it. */
  readonly passed: string;
  /** What of the identity it looks at. */
  readonly parts: (state: IdentityState) => Parts;
  readonly refuse: (state: IdentityState, asked: A, now: string) => Refusal | undefined;
}

/** What the identity is, in the eyes of who has it: each check is told in turn, and the first that refuses is the last. */
export const firstRefusal = <A>(
  checks: readonly ActCheck<A>[],
  about: { readonly state: IdentityState; readonly identityId: string; readonly now: string },
  asked: A,
  tell?: Tell,
): Refusal | undefined => {
  for (const { step, passed, parts, refuse } of checks) {
    const refusal = judgedStep(tell, refuse(about.state, asked, about.now), () => ({
      step,
      passed,
      on: [ground(identity, about.identityId, parts)],
    }));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

/** Who holds it, and since when there is anything to hold. */
export const sessionParts = ({ sessions, createdAt }: IdentityState): Parts => ({
  holders: sessions.map(({ sessionId }) => sessionId),
  createdAt,
});
