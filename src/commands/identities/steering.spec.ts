import { NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { plusDays, plusMinutes } from '../../kernel/time';
import { DeleteIdentity, DeleteIdentityHandler } from './delete-identity';
import { DestroyDeletedIdentity, DestroyDeletedIdentityHandler } from './destroy-deleted-identity';
import { DiscardVersion, DiscardVersionHandler } from './discard-version';
import { RequestScheduledRotation, RequestScheduledRotationHandler } from './request-scheduled-rotation';
import { Reservations } from './reservations';
import { RotateIdentity, RotateIdentityHandler } from './rotate-identity';
import { ControlRotation, SteerRotationHandler } from './control-rotation';
import { UndeleteIdentity, UndeleteIdentityHandler } from './undelete-identity';

const MADE = plusDays(NOW, -40);
const subject = { identityId: 'i', identityGroupId: 'v', organizationId: 'o' };
const settings = { name: 'root', username: 'root', credentialType: 'password', rotateAfterUse: false, hostIds: [] };
const made = (more: object = {}) => {
  const rest = { allowConcurrentCheckout: false, maxConcurrentSessions: 1, credentialVersion: 1, createdAt: MADE };
  return fact('identity-created', { ...subject, ...settings, ...rest, ...more });
};
const out = (expiresAt: string) =>
  fact('identity-checked-out', {
    ...subject,
    sessionId: 'i.s',
    userId: 'ann',
    userEmail: 'ann@x.org',
    reason: 'r',
    durationMinutes: 60,
    breakGlass: false,
    ownerBypass: true,
    evidence: { ownerBypass: true },
    version: 1,
    checkedOutAt: plusMinutes(NOW, -60),
    expiresAt,
  });
const secret = fact('organization-secret-set', { organizationId: 'o', secretVersion: 1 });
const member: Streams = { 'vaultMembers-v': [fact('vault-member-reserved', subject)] };
const STREAMS = peopleOf(
  {
    owner: { owner: true },
    manager: { here: ['pam_vaults.manage'] },
    viewer: { here: ['pam_vaults.view'] },
    stranger: {},
  },
  { ...PLACES, ...member, 'organization-o': [...(PLACES['organization-o'] ?? []), secret] },
);
const identity = (...events: Streams[string]): Streams => ({ 'identity-i': events });
const deletedAt = (at: string) => fact('identity-deleted', { ...subject, deletedAt: at });

const destroyed: unknown[][] = [];
beforeEach(() => void destroyed.splice(0));
const material = {
  destroyIdentity: async (...which: unknown[]) => void destroyed.push(which),
  destroy: async (...which: unknown[]) => void destroyed.push(which),
} as never;
const COMMANDS = {
  delete: (g: Ground, who: string, purge = false, seen?: number) =>
    new DeleteIdentityHandler(g.deciding, new Reservations(g.deciding, digest), material).execute(
      new DeleteIdentity(g.as(who), 'i', purge, seen),
    ),
  undelete: (g: Ground, who: string) =>
    new UndeleteIdentityHandler(
      g.deciding,
      g.recording,
      g.refusals,
      new Reservations(g.deciding, digest),
      digest,
    ).execute(new UndeleteIdentity(g.as(who), 'i')),
  discard: (g: Ground, who: string, version: number) =>
    new DiscardVersionHandler(g.deciding, material).execute(new DiscardVersion(g.as(who), 'i', version)),
  rotate: (g: Ground, who: string) => new RotateIdentityHandler(g.deciding).execute(new RotateIdentity(g.as(who), 'i')),
  retry: (g: Ground, who: string) => steer(g, who, 'retry'),
  cancel: (g: Ground, who: string) => steer(g, who, 'cancel'),
  reconcile: (g: Ground, who: string) => steer(g, who, 'reconcile'),
  destroy: (g: Ground) =>
    new DestroyDeletedIdentityHandler(g.deciding, material).execute(new DestroyDeletedIdentity(g.policy(), 'i')),
  schedule: (g: Ground) =>
    new RequestScheduledRotationHandler(g.deciding).execute(new RequestScheduledRotation(g.policy(), 'i')),
};
const steer = (g: Ground, who: string, step: ControlRotation['step']) =>
  new SteerRotationHandler(g.deciding, digest).execute(new ControlRotation(g.as(who), step, 'i'));
type Command = keyof typeof COMMANDS;
const run = (command: Command, who: string, args: readonly unknown[], streams: Streams) => {
  const ground = new Ground({ ...STREAMS, ...streams });
  const asked = COMMANDS[command] as (g: Ground, who: string, ...rest: unknown[]) => Promise<unknown>;
  return ground.when(() => asked(ground, who, ...args));
};

const here = (noun: string, data: object = {}): Told => ['identity-i', noun, { ...subject, ...data }];
const left: Told = ['vaultMembers-v', 'vault-member-released', subject];
const entered: Told = ['vaultMembers-v', 'vault-member-reserved', subject];
const over = here('identity-checked-in', { sessionId: 'i.s', userId: 'ann', endedBy: 'expiry', endedAt: NOW });
const rotation = (rotationId: string, trigger = 'manual') =>
  here('rotation-requested', { rotationId, trigger, mode: 'vault', hostIds: [], requestedAt: NOW });
const asked = (rotationId: string, more: object = {}) =>
  fact('rotation-requested', {
    ...subject,
    rotationId,
    trigger: 'manual',
    mode: 'vault',
    hostIds: [],
    requestedAt: NOW,
    ...more,
  });
const replaced = fact('rotation-confirmed', {
  ...subject,
  rotationId: 'r',
  version: 2,
  replacedVersion: 1,
  vaultOnly: true,
  confirmedAt: NOW,
});
const daily = { rotationIntervalDays: 1, nextRotationAt: NOW };

test.each<[Command, string, readonly unknown[], Streams, readonly Told[], readonly unknown[]]>([
  ['delete', 'manager', [false, 0], identity(made()), [here('identity-deleted', { deletedAt: NOW }), left], []],
  ['delete', 'manager', [], identity(made(), out(NOW)), [over, here('identity-deleted', { deletedAt: NOW }), left], []],
  [
    'delete',
    'owner',
    [true],
    identity(made()),
    [here('identity-deleted', { deletedAt: NOW }), here('identity-destroyed'), left],
    [['i']],
  ],
  ['delete', 'owner', [true], identity(made(), deletedAt(MADE)), [here('identity-destroyed'), left], [['i']]],
  [
    'undelete',
    'manager',
    [],
    { ...identity(made(), deletedAt(NOW)), 'vaultMembers-v': [] },
    [entered, here('identity-undeleted')],
    [],
  ],
  ['destroy', '', [], identity(made(), deletedAt(plusDays(NOW, -7))), [here('identity-destroyed')], [['i']]],
  ['destroy', '', [], identity(made(), deletedAt(plusDays(NOW, -6))), [], []],
  ['destroy', '', [], identity(made()), [], []],
  [
    'discard',
    'manager',
    [1],
    identity(made(), asked('r'), replaced),
    [here('credential-version-discarded', { version: 1 })],
    [['i', 1]],
  ],
  ['rotate', 'manager', [], identity(made()), [rotation('new1')], []],
  ['rotate', 'manager', [], identity(made(), out(NOW)), [over, rotation('new1')], []],
  ['rotate', 'manager', [], identity(made(), asked('new1')), [], []],
  ['schedule', '', [], identity(made(daily)), [rotation('new1', 'schedule')], []],
  ['schedule', '', [], identity(made(daily), out(NOW)), [over, rotation('new1', 'schedule')], []],
  ['schedule', '', [], identity(made({ ...daily, nextRotationAt: plusDays(NOW, 1) })), [], []],
])('%s by %s %j: %#', async (command, who, args, streams, facts, gone) => {
  const happened = await run(command, who, args, streams);
  expect([happened.refused, happened.facts, destroyed]).toEqual([undefined, facts, gone]);
});

test.each<[Command, string, readonly unknown[], Streams, string, string, object?]>([
  ['delete', 'viewer', [], identity(made()), 'PERMISSION_DENIED', 'identity-delete', { purge: false }],
  ['delete', 'stranger', [], identity(made()), 'NOT_FOUND', 'identity-delete', { purge: false }],
  ['delete', 'manager', [true], identity(made()), 'PERMISSION_DENIED', 'identity-delete', { purge: true }],
  ['delete', 'manager', [false, 5], identity(made()), 'PRECONDITION_FAILED', 'identity-delete', { purge: false }],
  ['delete', 'manager', [], identity(made(), deletedAt(NOW)), 'NOT_FOUND', 'identity-delete', { purge: false }],
  [
    'delete',
    'manager',
    [],
    identity(made(), out(plusMinutes(NOW, 1))),
    'CHECKED_OUT',
    'identity-delete',
    { purge: false },
  ],
  ['undelete', 'viewer', [], identity(made(), deletedAt(NOW)), 'PERMISSION_DENIED', 'identity-undelete'],
  ['undelete', 'manager', [], identity(made(), deletedAt(plusDays(NOW, -7))), 'NOT_FOUND', 'identity-undelete'],
  [
    'discard',
    'viewer',
    [1],
    identity(made(), asked('r'), replaced),
    'PERMISSION_DENIED',
    'credential-version-discard',
    { version: 1 },
  ],
  ['discard', 'manager', [7], identity(made()), 'NOT_FOUND', 'credential-version-discard', { version: 7 }],
  ['rotate', 'viewer', [], identity(made()), 'PERMISSION_DENIED', 'rotation-request'],
  ['rotate', 'manager', [], { ...identity(made()), ...PLACES }, 'ORGANIZATION_SECRET_NOT_FOUND', 'rotation-request'],
  ['retry', 'viewer', [], identity(made()), 'PERMISSION_DENIED', 'rotation-retry'],
  ['retry', 'manager', [], identity(made()), 'CONFLICT', 'rotation-retry'],
  ['cancel', 'viewer', [], identity(made()), 'PERMISSION_DENIED', 'rotation-cancel'],
  ['cancel', 'manager', [], identity(made()), 'CONFLICT', 'rotation-cancel'],
  ['reconcile', 'viewer', [], identity(made()), 'PERMISSION_DENIED', 'rotation-reconcile'],
  ['reconcile', 'manager', [], identity(made()), 'CONFLICT', 'rotation-reconcile'],
])('%s by %s %j is refused: %#', async (command, who, args, streams, code, noun, ...[data]) => {
  const happened = await run(command, who, args, streams);
  const told: Told = ['denied-o', `${noun}-refused`, { ...subject, ...data, code }];
  expect([happened.refused, happened.facts, destroyed]).toEqual([code, [told], []]);
});

test('an identity that comes back after another has taken its place in a vault that closed does not', async () => {
  const closed = { 'vaultMembers-v': [fact('vault-members-closed', { organizationId: 'o', identityGroupId: 'v' })] };
  const happened = await run('undelete', 'manager', [], { ...identity(made(), deletedAt(NOW)), ...closed });
  expect([happened.refused, happened.facts.map(([, noun]) => noun)]).toEqual([
    'NOT_FOUND',
    ['identity-undelete-refused'],
  ]);
});
