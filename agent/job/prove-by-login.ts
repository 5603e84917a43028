import type { Account, Login, Target } from '../connector';
import { found, type Finding } from './finding';

/** What says that a login proves something: a wrong value was refused. Undefined: it does. */
const control = async (target: Target, account: Account): Promise<Finding | undefined> => {
  const wrong = await target.login(account, target.wrongValue());
  if (wrong.answer === 'refused') return undefined;
  if (wrong.answer === 'inconclusive') return found('unverified', wrong);
  return found('unverified', {
    code: 'TARGET_ACCEPTS_ANYTHING',
    detail: 'a random wrong value was accepted too, so that a login proves nothing',
  });
};

/** Of an account that has just accepted the value: proved, or why it is not. */
export const proveByLogin = async (
  target: Target,
  account: Account,
  accepted: Extract<Login, { answer: 'accepted' }>,
): Promise<Finding> => {
  const { warnings = [] } = accepted;
  return (await control(target, account)) ?? { outcome: 'confirmed', ...(warnings.length === 0 ? {} : { warnings }) };
};
