import { setTimeout as pause } from 'node:timers/promises';
import { table } from '../table';
import type { DemoUsers } from './demo-users';
import { createDemoData, type CheckedOut, type DemoData } from './create-demo-data';
import type { Person, ScenarioRunner } from './scenario-runner';

const TIMEOUT_MS = 20_000;
const LOOK_EVERY_MS = 200;

/** What the demo's receivers have shown so far, and the channel that leads to one of them. */
export interface DemoReceivers {
  readonly arrived: readonly string[];
  readonly channel: object;
}

interface Incident {
  readonly sessionId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly heldSeconds?: number;
  readonly notified: readonly { readonly via: string; readonly status: string }[];
  readonly rotatedAt?: string;
  readonly review: { readonly userEmail?: string };
  readonly missing: readonly string[];
}

const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await pause(LOOK_EVERY_MS)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} did not come within ${TIMEOUT_MS / 1000} s.`);
};

/** Ann may break the glass, and Bob looks after the account. */
const assign = async (runner: ScenarioRunner, owner: Person, { ann, bob }: Colleagues, made: DemoData, tag: string) => {
  await runner.say('Ann may see the vault and break the glass, but has no grant; Bob is an admin of the account');
  const permissions = ['pam_vaults.view', 'pam_vaults.break_glass'];
  const { id: roleId } = await runner.act(owner, 'POST', '/roles', { body: { name: `Responder ${tag}`, permissions } });
  const [{ user: responder }, { user: admin }] = [
    await runner.act<{ user: { id: string } }>(ann, 'GET', '/me'),
    await runner.act<{ user: { id: string } }>(bob, 'GET', '/me'),
  ];
  const roles = [{ roleId, organizationId: made.organizationId }];
  await runner.act(owner, 'PUT', `/users/${responder.id}/roles`, { body: { roles } });
  const record = { email: ann.email, displayName: ann.name, active: true };
  await runner.act(owner, 'POST', '/idp/users', { body: record });
  await runner.act(owner, 'PUT', `/users/${admin.id}/admin`, { body: { admin: true } });
};

type Colleagues = NonNullable<DemoUsers['colleagues']>;

const inReport = async (owner: Person, sessionId: string): Promise<Incident | undefined> => {
  const { items } = await owner.api.ask<{ items: readonly Incident[] }>('GET', '/reports/break-glass');
  return items.find((incident) => incident.sessionId === sessionId);
};

const asTable = (answer: unknown): string => {
  const rows = (answer as { items: readonly Incident[] }).items.map((incident) => [
    incident.userEmail,
    incident.reason,
    `${incident.heldSeconds ?? '?'} s`,
    [...new Set(incident.notified.map(({ via, status }) => `${via} ${status}`))].join(', '),
    `rotated ${incident.rotatedAt ?? 'not yet'}`,
    `reviewed by ${incident.review.userEmail ?? 'nobody yet'}`,
    `missing: ${incident.missing.join(', ') || 'nothing'}`,
  ]);
  return `\n${table(rows)}`;
};

/** Bob is told by each way, and reads it in the inbox. */
const told = async (runner: ScenarioRunner, bob: Person, { arrived }: DemoReceivers): Promise<void> => {
  const isTold = async (): Promise<true | undefined> => {
    const { items } = await bob.api.ask<{ items: readonly { kind: string }[] }>('GET', '/notifications?unread=true');
    return items.some(({ kind }) => kind === 'break-glass') || undefined;
  };
  await until('The notification', isTold);
  await runner.say('Bob finds it in his inbox');
  await runner.act(bob, 'GET', '/notifications?unread=true&severity=critical');
  for (const [way, start] of [
    ['mail', `mail to ${bob.email}`],
    ['webhook', 'webhook break-glass'],
  ] as const) {
    const line = await until(`The ${way}`, async () => arrived.find((each) => each.startsWith(start)));
    await runner.say(`It has arrived outside as well: ${line}`);
  }
};

/** An emergency from the refusal to the report, told in requests and answers. */
export const runIncident = async (
  runner: ScenarioRunner,
  { owner, colleagues }: Required<DemoUsers>,
  outside: DemoReceivers,
  tag: string,
): Promise<void> => {
  const { ann, bob } = colleagues;
  const made = await createDemoData(runner, owner, tag);
  await assign(runner, owner, colleagues, made, tag);
  await runner.say('A webhook is told of emergencies, besides everybody who looks after the account');
  const channels = { channels: [outside.channel] };
  await runner.act(owner, 'PUT', `/organizations/${made.organizationId}/notification-channels`, { body: channels });
  const path = `/identities/${made.identityId}`;
  await runner.say('The shop is down. Ann tries to check the credential out, and is refused');
  const wanted = { reason: 'The shop is down', durationMinutes: 30 };
  await runner.act(ann, 'POST', `${path}/checkout`, { body: wanted, refused: 'VAULT_ACCESS_DENIED' });
  await runner.say('She breaks the glass: a justification is enough, and everybody is told');
  const { session, credential } = await runner.act<CheckedOut>(ann, 'POST', `${path}/break-glass`, {
    body: { reason: 'The shop is down' },
  });
  if (credential.value !== made.value) throw new Error('What was shown is not what was put in.');
  await told(runner, bob, outside);
  await runner.say('Ann is done and checks it in; the value changes at once');
  await runner.act(ann, 'POST', `/sessions/${session.id}/checkin`);
  const isRotated = async () => (await inReport(owner, session.id))?.rotatedAt;
  await until('The rotation', isRotated);
  await runner.act(owner, 'GET', `${path}/rotation`);
  await runner.say('In the report it is an exception, as long as nobody has reviewed it');
  await runner.act(owner, 'GET', '/reports/break-glass', { inWords: asTable });
  await runner.say('Somebody else has to look at it: Bob does, and closes the review');
  const review = { note: 'The database was full. Nothing else was done.' };
  await runner.act(bob, 'POST', `/sessions/${session.id}/review`, { body: review });
  const isComplete = async () => ((await inReport(owner, session.id))?.missing.length === 0 ? true : undefined);
  await until('The last delivery', isComplete);
  await runner.say('Nothing is missing any more');
  await runner.act(owner, 'GET', '/reports/break-glass', { inWords: asTable });
};
