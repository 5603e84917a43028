import { until } from '../until';
import type { Answer } from './client';
import { runningApplication, type RunningApplication } from './running-application';
import { ScriptedAgent } from './scripted-agent';
import { TurnedClock } from './turned-clock';
import { newFixture, type Fixture } from './fixture';

/** An application on a clock that tests turn, machines whose agents do as they are told, and what a person asks about rotations. */
export class HostsAtWork {
  private machines = 0;

  private constructor(
    readonly application: RunningApplication,
    readonly fixture: Fixture,
    readonly clock: TurnedClock,
  ) {}

  static async open(): Promise<HostsAtWork> {
    const clock = new TurnedClock();
    const application = await runningApplication({ clock });
    return new HostsAtWork(application, await newFixture(application), clock);
  }

  end(): Promise<void> {
    return this.application.end();
  }

  /** On a machine of its own. */
  newAgent(): Promise<ScriptedAgent> {
    const { organizationId, people } = this.fixture;
    const name = `web-${(this.machines += 1)}`;
    return ScriptedAgent.onNewHost(this.application, people.owner, organizationId, name, () => this.clock.now());
  }

  /** The next agent of a machine, its token issued by one person and it approved by another; the account there is as it was. */
  async successorOf(agent: ScriptedAgent): Promise<ScriptedAgent> {
    const { owner, hostAdmin } = this.fixture.people;
    const successor = await ScriptedAgent.onHost(this.application, hostAdmin, agent.hostId, () => this.clock.now());
    await owner.ok('POST', `/hosts/${agent.hostId}/agents/${successor.edge.agentId}/approve`);
    successor.holds = agent.holds;
    return successor;
  }

  /** An identity on these machines, whose accounts hold its value. */
  async identityOn(agents: readonly ScriptedAgent[], settings: object = {}): Promise<{ id: string; value: string }> {
    const { id, value } = await this.fixture.newIdentity({ hostIds: agents.map(({ hostId }) => hostId), ...settings });
    for (const agent of agents) agent.holds = value;
    return { id, value };
  }

  /** Turns the clock, and lets follow what follows by itself. */
  async pass(minutes: number): Promise<void> {
    this.clock.pass(minutes);
    await this.application.policies.round();
  }

  readonly rotate = (id: string) => this.fixture.people.manager.ok('POST', `/identities/${id}/rotate`);
  readonly rotationOf = (id: string) => this.fixture.people.manager.ok('GET', `/identities/${id}/rotation`);
  readonly identityOf = (id: string) => this.fixture.people.manager.ok('GET', `/identities/${id}`);
  readonly reveal = async (id: string) =>
    (await this.fixture.people.owner.ok('POST', `/identities/${id}/reveal`)).credential;

  readonly checkOut = (id: string, more: object = {}): Promise<Answer> =>
    this.fixture.people.user.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30, ...more });

  readonly settled = (id: string, status: string): Promise<void> =>
    until(`the rotation is ${status}`, async () => (await this.rotationOf(id)).status === status);

  readonly factsOf = async (id: string): Promise<{ type: string; data: Record<string, unknown> }[]> =>
    (await this.fixture.people.owner.ok('GET', `/streams/identity-${id}?limit=200`)).items;
}
