import type { Account, AccountSecret, Target } from '../../agent/connector';
import type { Finding } from '../../agent/job/finding';
import { performSet } from '../../agent/job/perform-set';
import { performVerify } from '../../agent/job/perform-verify';
import { watchProcessList } from './process-list';

/** What a connector's spec brings to the contract. */
export interface Ground {
  readonly target: Target;
  /** A new account that holds `value`. */
  account(value: string): Promise<Account>;
  /** A value that the target takes, another each time. */
  value(): string;
  /** An account that is not there. */
  readonly missing: Account;
  /** One that is there, and that the agent may not touch unless it is told so. */
  readonly forbidden: Account;
  /** What the target itself logged so far. */
  log(): string;
}

export const set = (
  target: Target,
  account: Account,
  secret: AccountSecret,
  begunBefore = false,
  changed: () => Promise<void> = () => Promise.resolve(),
): Promise<Finding> => performSet(target, { account, secret, begunBefore, mayChange: true, changed });

/** What every connector must do, on the real thing. */
export const connectorContract = (ground: () => Ground): void => {
  const begin = async (): Promise<{ target: Target; account: Account; old: string; value: string }> => {
    const { target, account, value } = ground();
    const old = value();
    return { target, account: await account(old), old, value: value() };
  };

  test('nothing stands in its way here', async () => {
    expect(await ground().target.obstacle()).toBeUndefined();
  });

  test('sets a value, which lets in from then on, and the old one no more', async () => {
    const { target, account, old, value } = await begin();
    expect(await performVerify(target, account, old)).toEqual({ outcome: 'confirmed' });
    expect(await set(target, account, { value, previous: old })).toEqual({ outcome: 'confirmed' });
    expect(await performVerify(target, account, value)).toEqual({ outcome: 'confirmed' });
    expect(await performVerify(target, account, old)).toMatchObject({ outcome: 'drifted', code: 'LOGIN_REFUSED' });
  });

  test('refuses a value that the account does not hold', async () => {
    const { target, account, value } = await begin();
    expect(await target.login(account, value)).toEqual({ answer: 'refused' });
    expect(await target.login(account, target.wrongValue())).toEqual({ answer: 'refused' });
  });

  test('sets the same value twice, and a third time after a run that told nothing', async () => {
    const { target, account, old, value } = await begin();
    for (const begunBefore of [false, false, true]) {
      const finding = await set(target, account, { value, previous: old }, begunBefore);
      expect(finding).toEqual({ outcome: 'confirmed' });
    }
    expect(await target.login(account, old)).toEqual({ answer: 'refused' });
  });

  test('says that it changed before it proves it', async () => {
    const { target, account, old, value } = await begin();
    const changed = jest.fn(async () => expect((await target.login(account, value)).answer).toBe('accepted'));
    await set(target, account, { value, previous: old }, false, changed);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  test('changes nothing where there is no such account', async () => {
    const { target, missing, value } = ground();
    expect(await set(target, missing, { value: value() })).toMatchObject({
      outcome: 'not_changed',
      code: 'ACCOUNT_UNKNOWN',
    });
    expect(await performVerify(target, missing, value())).toMatchObject({
      outcome: 'drifted',
      code: 'ACCOUNT_UNKNOWN',
    });
  });

  test('leaves alone what the host does not let it touch', async () => {
    const { target, forbidden, value } = ground();
    const finding = await set(target, forbidden, { value: value() });
    expect(finding).toMatchObject({ outcome: 'not_changed', code: 'ACCOUNT_NOT_ALLOWED' });
  });

  test('shows no value in the process list, its findings or the log of the target', async () => {
    const { target, account, old, value } = await begin();
    const secrets = [old, value];
    const findings: Finding[] = [];
    const { looks, seen } = await watchProcessList(secrets, async () => {
      findings.push(await set(target, account, { value, previous: old }));
      findings.push(await performVerify(target, account, old), await performVerify(target, account, value));
    });
    expect(looks).toBeGreaterThan(0);
    expect(seen).toEqual([]);
    const told = JSON.stringify(findings) + ground().log();
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  });
};
