import { until } from '../until';
import type { Answer } from './client';
import { runningHouse, type RunningHouse } from './running-house';
import { ScriptedAgent } from './scripted-agent';
import { TurnedClock } from './turned-clock';
import { newWorld, type World } from './world';

/** A house on a clock that tests turn, machines whose agents do as they are told, and what a person asks about rotations. */
export class HostsAtWork {
  private machines = 0;

  private constructor(
    readonly house: RunningHouse,
    readonly world: World,
    readonly clock: TurnedClock,
  ) {}

  static async open(): Promise<HostsAtWork> {
    const clock = new TurnedClock();
    const house = await runningHouse({ clock });
    return new HostsAtWork(house, await newWorld(house), clock);
  }

  end(): Promise<void> {
    return this.house.end();
  }

  /** On a machine of its own. */
  newAgent(): Promise<ScriptedAgent> {
    const { organizationId, people } = this.world;
    const name = `web-${(this.machines += 1)}`;
    return ScriptedAgent.onNewHost(this.house, people.owner, organizationId, name, () => this.clock.now());
  }

  /** The next agent of a machine, its token issued by one person and it approved by another; the account there is as it was. */
  async successorOf(agent: ScriptedAgent): Promise<ScriptedAgent> {
    const { owner, hostAdmin } = this.world.people;
    const successor = await ScriptedAgent.onHost(this.house, hostAdmin, agent.hostId, () => this.clock.now());
    await owner.ok('POST', `/hosts/${agent.hostId}/agents/${successor.edge.agentId}/approve`);
    successor.holds = agent.holds;
    return successor;
  }

  /** An identity on these machines, whose accounts hold its value. */
  async identityOn(agents: readonly ScriptedAgent[], settings: object = {}): Promise<{ id: string; value: string }> {
    const { id, value } = await this.world.newIdentity({ hostIds: agents.map(({ hostId }) => hostId), ...settings });
    for (const agent of agents) agent.holds = value;
    return { id, value };
  }

  /** Turns the clock, and lets follow what follows by itself. */
  async pass(minutes: number): Promise<void> {
    this.clock.pass(minutes);
    await this.house.policies.round();
  }

  readonly rotate = (id: string) => this.world.people.manager.ok('POST', `/identities/${id}/rotate`);
  readonly rotationOf = (id: string) => this.world.people.manager.ok('GET', `/identities/${id}/rotation`);
  readonly identityOf = (id: string) => this.world.people.manager.ok('GET', `/identities/${id}`);
  readonly reveal = async (id: string) =>
    (await this.world.people.owner.ok('POST', `/identities/${id}/reveal`)).credential;

  readonly checkOut = (id: string, more: object = {}): Promise<Answer> =>
    this.world.people.user.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30, ...more });

  readonly settled = (id: string, status: string): Promise<void> =>
    until(`the rotation is ${status}`, async () => (await this.rotationOf(id)).status === status);

  readonly factsOf = async (id: string): Promise<{ type: string; data: Record<string, unknown> }[]> =>
    (await this.world.people.owner.ok('GET', `/streams/identity-${id}?limit=200`)).items;
}
