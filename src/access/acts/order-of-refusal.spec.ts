import { fact } from '../../../test/support/streams/ground-of';
import { actOf, worldOf, type AskedAct } from '../../../test/support/streams/asked-act';
import { together } from '../../../test/support/streams/together';
import { isRefusal } from '../../kernel/refusal';
import type { ActName } from './explain-act';
import { explainAct } from './explain-act';

/** What must be mended, in this order, and what is told as long as it is not. */
type Order = readonly (readonly [code: string, step: string, mended: AskedAct])[];

const UNTIL_PERMISSION = (permission: AskedAct['permission']): Order => [
  ['NOT_FOUND', 'identity', { exists: true }],
  ['NOT_FOUND', 'role', { role: true }],
  ['SUPPORT_ACCESS_OFF', 'support-access', { letIn: true }],
  ['PERMISSION_DENIED', 'permission', { ...(permission && { permission }) }],
];
const BY_GRANT: Order = [
  ...UNTIL_PERMISSION('pam_vaults.view'),
  ['NO_IDP_USER_MAPPING', 'idp-user', { mapped: true }],
  ['VAULT_ACCESS_DENIED', 'grant', { granted: true }],
  ['APPROVAL_REQUIRED', 'approval', { approved: true }],
  ['ALREADY_CHECKED_OUT', 'exclusivity', { free: true }],
  ['ORGANIZATION_SECRET_NOT_FOUND', 'secret', { secret: true }],
];
const ORDERS: readonly (readonly [ActName, Order])[] = [
  ['checkout', BY_GRANT],
  ['reveal', BY_GRANT],
];
const cases = ORDERS.flatMap(([action, order]) =>
  [...order, undefined].map((row, n): [string, ActName, AskedAct, string | undefined, string] => [
    row === undefined ? 'nothing' : `${row[0]} (${row[1]})`,
    action,
    Object.assign({}, ...order.slice(0, n).map(([, , mended]) => mended)) as AskedAct,
    row?.[0],
    row?.[1] ?? 'secret',
  ]),
);

test.each(cases)('refused first by %s: a %s', async (_, action, is, code, last) => {
  const { act, steps } = await actOf(worldOf(is));
  const refusal = await explainAct(act, action, 'vera');
  expect(refusal?.code).toBe(code);
  expect([steps.at(-1)?.step, steps.at(-1)?.holds]).toEqual([last, code === undefined]);
  expect(steps.slice(0, -1).every(({ holds }) => holds)).toBe(true);
});

const EMERGENCY: readonly (readonly [string | undefined, string, AskedAct])[] = [
  ['NOT_FOUND', 'identity', {}],
  ['NOT_FOUND', 'role', { exists: true }],
  ['PERMISSION_DENIED', 'permission', { exists: true, role: true }],
  ['ORGANIZATION_SECRET_NOT_FOUND', 'secret', { exists: true, role: true, permission: 'pam_vaults.break_glass' }],
  [undefined, 'secret', { exists: true, role: true, permission: 'pam_vaults.break_glass', secret: true }],
];
test.each(EMERGENCY)(
  'broken glass asks for neither grant nor record nor approval, nor who holds it: %s at %s',
  async (code, last, is) => {
    const { act, steps } = await actOf(worldOf(is, false));
    expect((await explainAct(act, 'break-glass', 'vera'))?.code).toBe(code);
    expect([steps.at(-1)?.step, steps.at(-1)?.holds]).toEqual([last, code === undefined]);
  },
);

const ALL: AskedAct = {
  exists: true,
  role: true,
  letIn: true,
  mapped: true,
  granted: true,
  approved: true,
  free: true,
};
test('support never breaks the glass, whatever its role holds', async () => {
  const { act, steps } = await actOf(worldOf({ ...ALL, secret: true, permission: 'pam_vaults.break_glass' }));
  expect((await explainAct(act, 'break-glass', 'vera'))?.code).toBe('PERMISSION_DENIED');
  expect(steps.at(-1)?.explanation).toBe(
    'People of the support never have pam_vaults.break_glass, whatever their roles hold.',
  );
});

const CLEAN = worldOf({ ...ALL, secret: true, permission: 'pam_vaults.view' });
const told = async (action: ActName, streams = CLEAN) => {
  const { act, steps } = await actOf(streams);
  await explainAct(act, action, 'vera');
  return steps.map(({ step, explanation }) => `${step}: ${explanation}`);
};
const UNTIL_APPROVAL = (level: string) => [
  'user: The user is active.',
  'identity: The identity exists.',
  'role: Has a role in the organization.',
  'support-access: Support is let into the organization.',
  'permission: Holds pam_vaults.view by the role “vera-o”, in this organization.',
  'idp-user: Is mapped to an active IDP user.',
  `grant: Has a live grant at level checkout on the vault, by name, without an end; ${level} is needed.`,
  'approval: A request for access is approved.',
  'confirmed: The value is confirmed.',
];
test('every step of a checkout is told, in the order it is judged', async () => {
  expect(await told('checkout')).toEqual([
    ...UNTIL_APPROVAL('checkout'),
    'host: No other host is asked for than those of the identity.',
    'rotation: The value is not being changed at this moment.',
    'exclusivity: Nobody holds the identity exclusively.',
    'rotation-owed: No rotation waits for open sessions to end.',
    'maximum: Fewer sessions are open than the maximum.',
    'secret: The organization has its secret.',
  ]);
});

test('every step of a reveal is told, in the order it is judged', async () => {
  expect(await told('reveal')).toEqual([
    ...UNTIL_APPROVAL('view_credentials'),
    'exclusivity: Nobody else holds the identity in a way that keeps the value from others.',
    'secret: The organization has its secret.',
  ]);
});

test('every step of broken glass is told, in the order it is judged', async () => {
  const { act, steps } = await actOf(
    worldOf({ exists: true, role: true, permission: 'pam_vaults.break_glass', secret: true }, false),
  );
  expect(isRefusal(await explainAct(act, 'break-glass', 'vera'))).toBe(false);
  expect(steps.map(({ step, explanation }) => `${step}: ${explanation}`)).toEqual([
    'user: The user is active.',
    'identity: The identity exists.',
    'role: Has a role in the organization.',
    'permission: Holds pam_vaults.break_glass by the role “vera-o”, in this organization.',
    'rate-limit: There is room for a try within the minute.',
    'confirmed: The value is confirmed.',
    'secret: The organization has its secret.',
  ]);
});

test('of a user who is switched off nothing else is asked', async () => {
  const off = together(CLEAN, { 'user-vera': [fact('user-switched-off', { userId: 'vera' })] });
  const { act, steps } = await actOf(off);
  expect((await explainAct(act, 'checkout', 'vera'))?.code).toBe('UNAUTHENTICATED');
  expect(steps.map(({ step, holds, explanation }) => [step, holds, explanation])).toEqual([
    ['user', false, 'The user is switched off.'],
  ]);
  expect(steps[0]?.on.map(({ stream }) => stream)).toEqual(['user-vera']);
});

test('what is judged for nobody who asks why is judged all the same', async () => {
  const { act } = await actOf(CLEAN);
  const { tell: _, ...silent } = act;
  expect(await explainAct(silent, 'checkout', 'vera')).toBeUndefined();
  const { act: held } = await actOf(worldOf({ ...ALL, permission: 'pam_vaults.view' }));
  const { tell: __, ...mute } = held;
  expect((await explainAct(mute, 'checkout', 'vera'))?.code).toBe('ORGANIZATION_SECRET_NOT_FOUND');
});
