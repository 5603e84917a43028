import { setTimeout as pause } from 'node:timers/promises';
import { table } from '../table';
import type { DemoUsers } from './demo-users';
import { createDemoData, type CheckedOut, type DemoData } from './create-demo-data';
import type { Person, ScenarioRunner } from './scenario-runner';

const TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 200;

interface Entry {
  readonly time: string;
  readonly outcome: string;
  readonly type: string;
  readonly code?: string;
  readonly actor: { readonly email?: string; readonly name?: string };
}

const checkout = (reason: string) => ({ reason, durationMinutes: 30 });

/** Answers the directory's record of somebody who may see the vault, and use it once a grant says so. */
const enrol = async (
  runner: ScenarioRunner,
  owner: Person,
  who: Person,
  roleId: string,
  { organizationId }: DemoData,
) => {
  const { user } = await runner.act<{ user: { id: string } }>(who, 'GET', '/me');
  await runner.act(owner, 'PUT', `/users/${user.id}/roles`, { body: { roles: [{ roleId, organizationId }] } });
  const person = { email: who.email, displayName: who.name, active: true };
  return runner.act(owner, 'POST', '/idp/users', { body: person });
};

const grant = (runner: ScenarioRunner, owner: Person, { vaultId }: DemoData, principalId: string) =>
  runner.act(owner, 'POST', `/identity-groups/${vaultId}/access`, {
    body: { principalType: 'user', principalId, level: 'checkout' },
  });

/** Answers who has the credential now, after somebody else was refused it. */
const withColleagues = async (
  runner: ScenarioRunner,
  { owner, colleagues }: Required<DemoUsers>,
  made: DemoData,
  tag: string,
) => {
  const { ann, bob } = colleagues;
  await runner.say('Ann and Bob may see the vault; Ann also gets a grant to check out');
  const role = { name: `Demo operator ${tag}`, permissions: ['pam_vaults.view'] };
  const { id: roleId } = await runner.act(owner, 'POST', '/roles', { body: role });
  const [annInIdp, bobInIdp] = [
    await enrol(runner, owner, ann, roleId, made),
    await enrol(runner, owner, bob, roleId, made),
  ];
  await grant(runner, owner, made, annInIdp.id);
  const path = `/identities/${made.identityId}/checkout`;
  await runner.say('Ann checks the credential out, with a reason, and sees it');
  const held = await runner.act<CheckedOut>(ann, 'POST', path, { body: checkout('Ticket 4711') });
  await runner.say('Bob is refused: he has no grant');
  await runner.act(bob, 'POST', path, { body: checkout('Me too'), refused: 'VAULT_ACCESS_DENIED' });
  await runner.say('He gets one, and is refused again: somebody has it');
  await grant(runner, owner, made, bobInIdp.id);
  await runner.act(bob, 'POST', path, { body: checkout('Me too'), refused: 'ALREADY_CHECKED_OUT' });
  return { holder: ann, held };
};

const alone = async (runner: ScenarioRunner, owner: Person, made: DemoData, tag: string) => {
  await runner.say('No token can be signed here for colleagues: one gets a grant, and the owner acts for everybody');
  const colleague = { email: `ann-${tag}@example.com`, displayName: 'Ann', active: true };
  await grant(runner, owner, made, (await runner.act(owner, 'POST', '/idp/users', { body: colleague })).id);
  const path = `/identities/${made.identityId}/checkout`;
  await runner.say('The credential is checked out, with a reason');
  const held = await runner.act<CheckedOut>(owner, 'POST', path, { body: checkout('Ticket 4711') });
  await runner.say('A second checkout is refused: somebody has it');
  await runner.act(owner, 'POST', path, { body: checkout('Me too'), refused: 'ALREADY_CHECKED_OUT' });
  return { holder: owner, held };
};

const rotated = async (owner: Person, { identityId }: DemoData): Promise<void> => {
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await pause(LOOK_EVERY_MS)) {
    const { status } = await owner.api.ask<{ status: string }>('GET', `/identities/${identityId}/rotation`);
    if (status === 'confirmed') return;
  }
  throw new Error(`The credential was not rotated within ${TIMEOUT_MS / 1000} s of its checkin.`);
};

const trail = (answer: unknown): string => {
  const { items } = answer as { items: readonly Entry[] };
  const rows = items.map(({ time, outcome, type, code = '', actor: { email, name } }) => [
    time,
    outcome,
    type,
    code,
    email ?? name ?? '',
  ]);
  return `\n${table(rows)}`;
};

/** The whole life of a credential, told in requests and answers. Everything is named anew, so it can be told again. */
export const runScenario = async (runner: ScenarioRunner, users: DemoUsers, tag: string): Promise<void> => {
  const { owner, colleagues } = users;
  const made = await createDemoData(runner, owner, tag);
  const { holder, held } =
    colleagues === undefined
      ? await alone(runner, owner, made, tag)
      : await withColleagues(runner, { owner, colleagues }, made, tag);
  if (held.credential.value !== made.value) throw new Error('What was checked out is not what was put in.');
  await runner.say('It is checked in, and because it rotates after use, its value changes');
  await runner.act(holder, 'POST', `/sessions/${held.session.id}/checkin`);
  await rotated(owner, made);
  await runner.act(owner, 'GET', `/identities/${made.identityId}/rotation`);
  await runner.say('Every step stands in the audit trail, refusals included');
  const path = `/audit?identityId=${made.identityId}&order=asc`;
  await runner.act(owner, 'GET', path, { inWords: trail });
};
