import type { Account, Target } from '../connector';
import { found, type Finding } from './finding';
import { proveByLogin } from './prove-by-login';

/** Does the account take this value? Changes nothing. */
export const performVerify = async (target: Target, account: Account, value: string): Promise<Finding> => {
  const refusal = await target.refusal(account);
  if (refusal?.code === 'ACCOUNT_UNKNOWN') return found('drifted', refusal);
  // A locked or expired account refuses a right value too: its refusal would say nothing of the value.
  if (refusal !== undefined) return found('unverified', refusal);
  const login = await target.login(account, value);
  if (login.answer === 'accepted') return proveByLogin(target, account, login);
  if (login.answer === 'inconclusive') return found('unverified', login);
  return found('drifted', { code: 'LOGIN_REFUSED', detail: 'the account refuses the value it should hold' });
};
