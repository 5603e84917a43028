import type { Account, Change, AccountSecret, Target } from '../connector';
import { found, type Finding } from './finding';
import { proveByLogin } from './prove-by-login';

/** The server then holds the host for unverified: the new value is proved, the end of the old one is not. */
const OLD_MAY_WORK = 'OLD_KEY_NOT_REMOVED';

export interface SetTask {
  readonly account: Account;
  readonly secret: AccountSecret;
  /** An earlier run may have set this very value: asked by a login first, because some targets refuse to take one twice. */
  readonly begunBefore: boolean;
  /** False: its time is over; what an earlier run did is looked at, and nothing else. */
  readonly mayChange: boolean;
  /** Called between the change and its proof. */
  readonly changed: () => Promise<void>;
}

/** An unexpected failure while setting says nothing of what the target did. */
const setOrUnknown = (target: Target, account: Account, secret: AccountSecret): Promise<Change> =>
  target.set(account, secret).catch(() => ({
    changed: 'unknown',
    code: 'LOGIN_INCONCLUSIVE',
    detail: 'setting the value failed unexpectedly',
  }));

const confirm = async (target: Target, task: SetTask, warnings?: readonly string[]): Promise<Finding> => {
  const proof = await proveByLogin(target, task.account, {
    answer: 'accepted',
    ...(warnings === undefined ? {} : { warnings }),
  });
  if (proof.outcome !== 'confirmed' || target.retire === undefined) return proof;
  const left = await target
    .retire(task.account, task.secret)
    .catch((error: unknown) => `taking the old one away failed: ${String(error)}`);
  if (left === undefined) return proof;
  return { ...proof, warnings: [...(proof.warnings ?? []), OLD_MAY_WORK], detail: left };
};

/** Set, yet refused: back to what was there, or nobody knows what the account holds. */
const takeBack = async (change: Change): Promise<Finding> => {
  if (change.changed === 'unknown') return found('unverified', change);
  const undone = change.changed === 'yes' && ((await change.undo?.().catch(() => false)) ?? false);
  return undone
    ? found('not_changed', {
        code: 'ROLLED_BACK',
        detail: 'the value was set, then refused at login; what was there before stands there again',
      })
    : found('unverified', { code: 'LOGIN_REFUSED', detail: 'the value was set, then refused at login' });
};

/** Makes the account take the value and proves it by a fresh login. */
export const performSet = async (target: Target, task: SetTask): Promise<Finding> => {
  const { account, secret } = task;
  if (task.begunBefore) {
    const login = await target.login(account, secret.value);
    if (login.answer === 'accepted') return confirm(target, task, login.warnings);
    if (login.answer === 'inconclusive') return found('unverified', login);
  }
  if (!task.mayChange) return found('not_changed', { code: 'EXPIRED', detail: 'its time was over before it was done' });
  const refusal = await target.refusal(account);
  // A locked account refuses the value it holds, too: what an earlier run left there can't be told.
  const unsure = task.begunBefore && refusal?.code !== 'ACCOUNT_UNKNOWN';
  if (refusal !== undefined) return found(unsure ? 'unverified' : 'not_changed', refusal);
  const change = await setOrUnknown(target, account, secret);
  if (change.changed === 'no') return found('not_changed', change);
  await task.changed();
  const login = await target.login(account, secret.value);
  if (login.answer === 'accepted') return confirm(target, task, login.warnings);
  if (login.answer === 'refused') return takeBack(change);
  return found('unverified', login);
};
