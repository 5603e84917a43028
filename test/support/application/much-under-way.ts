import type { Json } from '../json';
import { provider, type Provider } from '../scim/provider';
import { until } from '../until';
import { approvalsIn, type ApprovalFixture } from './approvals';
import type { Client } from './client';
import { checkpointBeyond, rootAt } from './evidence-of';
import { newFixture, type Fixture } from './fixture';
import type { WebhookReceiver } from './receivers';
import type { RunningApplication } from './running-application';
import { ScriptedAgent, type Handed } from './scripted-agent';

const PATIENCE_MS = 60_000;
const ONCE = { 'idempotency-key': 'asked once' };

/** All that may be under way when a log is moved, and what must be so wherever it is then. */
export class MuchUnderWay {
  /** Told by a caller's repetition: the same as the first time. */
  onceId = '';
  session: Json;
  requestId = '';
  scim = { id: '', tokens: [] as Json[], userId: '', groupId: '' };
  rotatingId = '';
  job: Handed | undefined;
  tree: { readonly size: bigint; readonly root: string } | undefined;
  private approval: ApprovalFixture | undefined;

  private constructor(
    readonly fixture: Fixture,
    readonly agent: ScriptedAgent,
    readonly hook: WebhookReceiver,
  ) {}

  static async begin(application: RunningApplication, hook: WebhookReceiver, hookUrl: string): Promise<MuchUnderWay> {
    const fixture = await newFixture(application);
    const { owner, organizationId } = fixture;
    const world = new MuchUnderWay(
      fixture,
      await ScriptedAgent.onNewHost(application, owner, organizationId, 'web'),
      hook,
    );
    await world.holdsASession();
    await world.waitsForApproval(application);
    await world.owesANotification(hookUrl);
    await world.isProvisioned(application.url);
    world.onceId = await world.askedOnce(application);
    await world.rotates();
    const { size, root } = await checkpointBeyond(owner, 0n);
    world.tree = { size, root: root.toString('base64') };
    return world;
  }

  /** The same people, where the log is now. */
  async owner(application: RunningApplication): Promise<Client> {
    const owner = await application.as(this.fixture.owner.email);
    await until('the read models', async () => (await owner.get('//health/ready')).status === 200, PATIENCE_MS);
    return owner;
  }

  provider(application: RunningApplication, token: 0 | 1): Provider {
    return provider(application.url, this.scim.tokens[token]?.token);
  }

  async askedOnce(application: RunningApplication): Promise<string> {
    const owner = await application.as(this.fixture.owner.email);
    const body = { name: 'Once', organizationId: this.fixture.organizationId };
    return (await owner.post('/identity-groups', body, ONCE)).body.id;
  }

  approver(application: RunningApplication): Promise<Client> {
    return application.as(this.approval?.approvers.kim.client.email ?? '');
  }

  async rootOfBefore(application: RunningApplication): Promise<string> {
    const owner = await application.as(this.fixture.owner.email);
    await checkpointBeyond(owner, this.tree?.size ?? 0n);
    return rootAt(application, owner, this.tree?.size ?? 0n);
  }

  async deliveries(owner: Client): Promise<Json[]> {
    return (await owner.ok('GET', '/notification-deliveries?limit=200')).items;
  }

  private async holdsASession(): Promise<void> {
    const { id } = await this.fixture.newIdentity({ name: 'held' });
    const body = { reason: 'still at it', durationMinutes: 90 };
    this.session = (await this.fixture.people.user.ok('POST', `/identities/${id}/checkout`, body)).session;
  }

  private async waitsForApproval(application: RunningApplication): Promise<void> {
    const { owner, organizationId, idpUserIds, people } = this.fixture;
    const { id: vaultId } = await owner.ok('POST', '/identity-groups', { name: 'Approved', organizationId });
    const grant = { principalType: 'user', principalId: idpUserIds['user'], level: 'checkout' };
    await owner.ok('POST', `/identity-groups/${vaultId}/access`, grant);
    this.approval = await approvalsIn(application, { ...this.fixture, vaultId });
    await this.approval.policy(1, ['kim']);
    const { id } = await this.fixture.newIdentity({ name: 'approved', identityGroupId: vaultId });
    this.requestId = await this.approval.ask(people.user, id);
  }

  private async owesANotification(url: string): Promise<void> {
    const { owner, organizationId } = this.fixture;
    this.hook.status = 503;
    const channels = [{ kind: 'webhook', url, secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }];
    await owner.ok('PUT', `/organizations/${organizationId}/notification-channels`, { channels });
    const terms = { enabled: true, reason: 'ticket 4711', expiresInDays: 30 };
    await owner.ok('PUT', `/organizations/${organizationId}/support-access`, terms);
    const tried = async () => (await this.deliveries(owner)).some(({ attempts }) => attempts.length > 0);
    await until('a delivery that failed', tried, PATIENCE_MS);
  }

  private async isProvisioned(url: string): Promise<void> {
    const { owner } = this.fixture;
    const { id, token, tokens } = await owner.ok('POST', '/scim-connections', { name: 'Provider' });
    const second = await owner.ok('POST', `/scim-connections/${id}/tokens`);
    this.scim = { id, tokens: [{ id: tokens[0].id, token }, second], userId: '', groupId: '' };
    const okta = provider(url, token);
    this.scim.userId = await okta.newUser('provisioned@example.com', {
      externalId: '00u1',
      displayName: 'Provisioned',
    });
    this.scim.groupId = await okta.newGroup('Provisioned', this.scim.userId);
  }

  private async rotates(): Promise<void> {
    const { fixture, agent } = this;
    const { id, value } = await fixture.newIdentity({ name: 'rotating', hostIds: [agent.hostId] });
    agent.holds = value;
    this.rotatingId = id;
    await fixture.owner.ok('POST', `/identities/${id}/rotate`);
    this.job = await agent.take();
    await agent.start(this.job);
    // A minute from now: by then it is elsewhere.
    await agent.extend(this.job);
  }
}
