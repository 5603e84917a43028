import { breakGlassTries } from '../../domain/break-glass/state';
import { refuse, isRefusal, type Refusal } from '../../kernel/refusal';
import { judgedStep } from '../../kernel/judged-step';
import { userGround } from '../grounds';
import type { Act } from './act';
import { decideBreakGlass } from './decide-break-glass';
import { decideCheckOut } from './decide-check-out';
import { emergencyOf, judgeReveal } from './judge-reveal';

export const ACTS = ['checkout', 'reveal', 'break-glass'] as const;
export type ActName = (typeof ACTS)[number];

/** A request that nobody makes: no session is this one. */
const ASKED = { sessionId: '', rotationId: '', reason: '', durationMinutes: 60 };

const JUDGES: Readonly<Record<ActName, (act: Act, userId: string) => Promise<unknown>>> = {
  checkout: (act) => decideCheckOut(act, ASKED),
  reveal: async (act, userId) => judgeReveal(act, await emergencyOf(act, userId)),
  'break-glass': async (act, userId) => {
    const tries = (await act.view.load(breakGlassTries, userId)).state;
    return decideBreakGlass(act, { sessionId: '', rotationId: '', reason: '', tries });
  },
};

/**
 * Would somebody be let do it now? Judged by the code that decides it, which tells its steps; nothing comes of it. Undefined:
 * that user would.
 */
export const explainAct = async (act: Act, action: ActName, userId: string): Promise<Refusal | undefined> => {
  const off = act.rights === undefined ? refuse('UNAUTHENTICATED', 'The user is switched off.') : undefined;
  judgedStep(act.tell, off, () => ({
    step: 'user',
    passed: 'The user is active.',
    on: [userGround(userId)],
  }));
  if (off !== undefined) return off;
  const judged = await JUDGES[action](act, userId);
  return isRefusal(judged) ? judged : undefined;
};
