import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditTrail } from '../../projections/audit-trail/projector';
import { deadlines } from '../../projections/deadlines/projector';
import { Projections } from '../../projections/engine/projections';
import { exposureRotations } from '../../projections/exposure-rotations/projector';
import { sessions } from '../../projections/sessions/projector';
import type { Projector } from '../../src/kernel/projector';
import { foldEmail } from '../../src/kernel/fold-email';
import { chooseAdapters } from '../../src/adapters/choose';
import { CheckOutIdentity } from '../../src/commands/identities/check-out-identity';
import { CreateIdentity } from '../../src/commands/identities/create-identity';
import { withDefaults } from '../../src/commands/identities/with-defaults';
import { CreateOrganization } from '../../src/commands/organizations/create-organization';
import { SetOrganizationSecret } from '../../src/commands/organizations/set-organization-secret';
import { CreateVault } from '../../src/commands/vaults/create-vault';
import { loadConfig } from '../../src/config/load-config';
import type { IdentitySettings } from '../../src/domain/identities/events';
import type { Context } from '../../src/kernel/context';
import type { DomainEvent } from '../../src/kernel/event';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { ANY } from '../../src/kernel/expected-revision';
import type { FactClassifier } from '../../src/kernel/facts/fact-classifier';
import { timestamp } from '../../src/kernel/time';
import { openPolicyNode, type PolicyNode } from './policy-node';

const START = Date.parse('2026-03-01T09:00:00.000Z');
const MINUTE = 60_000;

/** An owner, a person with a grant on a vault, and real stores in a temporary folder, on a clock that tests turn. */
export class PolicyFixture {
  private readonly nodes: PolicyNode[] = [];

  private constructor(
    private readonly hand: { time: number },
    readonly folder: string,
    readonly adapters: Awaited<ReturnType<typeof chooseAdapters>>,
    readonly projections: Projections,
  ) {}

  static async open(): Promise<PolicyFixture> {
    const folder = mkdtempSync(join(tmpdir(), 'keyledger-policies-'));
    const hand = { time: START };
    const clock = { now: () => hand.time };
    const adapters = await chooseAdapters(loadConfig({ KEYLEDGER_DATA_DIR: folder }), { clock });
    // What policies read.
    const projectors = [deadlines, sessions, auditTrail, exposureRotations] as unknown as Projector<never>[];
    const projections = new Projections(projectors, adapters.subscriptions, adapters.readStore, adapters.clock, {
      onStopped: (_, error) => {
        throw error;
      },
      onProgress: () => undefined,
      onError: () => undefined,
    });
    const application: PolicyFixture = new PolicyFixture(hand, folder, adapters, projections);
    await projections.start();
    await application.append('account', 'owner-added', { userId: 'owner', email: 'owner@example.com' });
    await application.append('user-owner', 'user-created', {
      userId: 'owner',
      email: 'owner@example.com',
      support: false,
      createdAt: timestamp(START),
    });
    return application;
  }

  /** Another node on the same stores; but for those the test puts `instead`. */
  async node(instead: Partial<PolicyFixture['adapters']> = {}): Promise<PolicyNode> {
    const node = await openPolicyNode({ ...this.adapters, ...instead }, this.projections);
    this.nodes.push(node);
    return node;
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
    await this.projections.stop();
    await this.adapters.close();
    rmSync(this.folder, { recursive: true });
  }

  pass(minutes: number): void {
    this.hand.time += minutes * MINUTE;
  }

  as(userId: string): Context {
    const { ids } = this.adapters;
    return { actor: { kind: 'user', userId }, correlationId: ids.next(), deadline: this.hand.time + 30_000, ids };
  }

  /** States a fact as somebody else's command would have. */
  async append(stream: string, noun: string, data: object): Promise<void> {
    const metadata = {
      actor: { kind: 'user', userId: 'owner' },
      time: timestamp(this.hand.time),
      correlationId: 'given',
    } as const;
    const event = { id: this.adapters.ids.next(), type: `keyledger.${noun}.v1`, data, metadata };
    await this.adapters.eventStore.append(stream, ANY, [event]);
  }

  /** As {@link append}, of what this release can't read: a newer one may have written it. */
  async appendUnreadable(stream: string, noun: string, data: object): Promise<void> {
    const { judge } = this.adapters.eventStore as unknown as { judge: FactClassifier };
    const letPass = jest.spyOn(judge, 'assertReadable').mockImplementation(() => undefined);
    try {
      await this.append(stream, noun, data);
    } finally {
      letPass.mockRestore();
    }
  }

  /** A vault with an identity, by commands of the owner. */
  async identity(commands: PolicyNode['commands'], settings: Partial<IdentitySettings> = {}) {
    const owner = this.as('owner');
    const { id: organizationId } = await commands.execute(new CreateOrganization(owner, 'Acme', {}));
    await commands.execute(new SetOrganizationSecret(owner, organizationId, 'a secret of thirty-two characters'));
    const { id: vaultId } = await commands.execute(new CreateVault(owner, organizationId, { name: 'Servers' }));
    const whole = withDefaults({ name: 'root', username: 'root', credentialType: 'password', ...settings });
    const { id: identityId } = await commands.execute(new CreateIdentity(owner, vaultId, whole, 'hunter2'));
    return { organizationId, vaultId, identityId };
  }

  /** A user with the role to view, an IDP user with the same e-mail, and a grant at `checkout`. */
  async person(userId: string, place: { organizationId: string; vaultId: string }, expiresAt?: string): Promise<void> {
    const { organizationId, vaultId } = place;
    const email = `${userId}@example.com`;
    const createdAt = timestamp(this.hand.time);
    await this.append(`user-${userId}`, 'user-created', { userId, email, support: false, createdAt });
    await this.append('account', 'role-created', { roleId: 'viewer', name: 'V', permissions: ['pam_vaults.view'] });
    await this.append(`user-${userId}`, 'user-roles-assigned', {
      userId,
      roles: [{ roleId: 'viewer', organizationId }],
    });
    const idpUserId = `idp-${userId}`;
    const digest = this.adapters.digest.of(foldEmail(email));
    await this.append(`directoryEmail-${digest}`, 'idp-email-claimed', { idpUserId });
    await this.append(`directory-${idpUserId}`, 'idp-user-created', {
      idpUserId,
      email,
      displayName: userId,
      active: true,
    });
    await this.append(`vaultAccess-${vaultId}`, 'grant-given', this.grant(userId, place, expiresAt));
  }

  grant(userId: string, { organizationId, vaultId }: { organizationId: string; vaultId: string }, expiresAt?: string) {
    return {
      organizationId,
      identityGroupId: vaultId,
      grantId: `grant-${userId}`,
      level: 'checkout',
      principalType: 'user',
      principalId: `idp-${userId}`,
      grantedBy: 'owner',
      createdAt: timestamp(START),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }

  async checkOut(commands: PolicyNode['commands'], userId: string, identityId: string, durationMinutes = 60) {
    const request = { reason: 'a look at the logs', durationMinutes };
    return commands.execute(new CheckOutIdentity(this.as(userId), identityId, request));
  }

  /** Lets somebody break the glass in an organization: no grant, no record in the directory. */
  async responder(userId: string, { organizationId }: { organizationId: string }): Promise<void> {
    const createdAt = timestamp(this.hand.time);
    const email = `${userId}@example.com`;
    await this.append(`user-${userId}`, 'user-created', { userId, email, support: false, createdAt });
    await this.append('account', 'role-created', {
      roleId: 'responder',
      name: 'R',
      permissions: ['pam_vaults.break_glass'],
    });
    await this.append(`user-${userId}`, 'user-roles-assigned', {
      userId,
      roles: [{ roleId: 'responder', organizationId }],
    });
  }

  at(minutes: number): string {
    return timestamp(this.hand.time + minutes * MINUTE);
  }

  /** The read models have seen everything that was appended. */
  async settled(): Promise<void> {
    const seen = await this.projections.waitFor(['deadlines', 'sessions'], await this.adapters.eventStore.head(), 5000);
    if (!seen) throw new Error('the read models are behind');
  }

  async facts(
    stream: string,
    noun?: string,
  ): Promise<readonly (RecordedEvent & DomainEvent<string, Record<string, unknown>>)[]> {
    const all = await this.adapters.eventStore.readStream(stream, { limit: 1000 });
    return all.filter(({ type }) => noun === undefined || type === `keyledger.${noun}.v1`) as never;
  }
}
