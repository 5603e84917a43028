import type { FastifyRequest } from 'fastify';
import { agentAuthorizationOf, type AgentAuthorization } from '../../access/agent-authorization';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Ids } from '../../kernel/ids';
import type { Presence } from '../../kernel/presence';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { StreamReader } from '../../kernel/stream-reader';
import { timestamp } from '../../kernel/time';
import { MAX_SKEW_MS } from '../../../wire/request-signature';
import { jsonIn } from '../edge/json-in';
import { addressOf, userAgentOf } from '../edge/client';
import { requestStateOf } from '../edge/request-state';
import { claimedBy, unsigned, type Claimed } from './signed-request';
import { VerificationKeys } from './verification-keys';

/** Judges the body, now that it may be read. Errors: {@link RefusedError}. */
type Judge = (request: FastifyRequest) => Promise<void>;

export interface AgentAuthenticatorPorts {
  readonly reader: StreamReader;
  readonly presence: Presence;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Records that a sequence number of the agent came twice: it does no work from then on. */
  readonly lock: (context: Context, agentId: string, sequence: number) => Promise<unknown>;
  readonly timeoutMs: number;
}

/** The longest an agent may ask a poll to last, and some more. */
const POLL_MS = 60_000;

const cloned = (): RefusedError =>
  new RefusedError(
    refuse(
      'AGENT_CLONED',
      'Two seem to run with the keys of this agent. It is locked until a person approves it again.',
    ),
  );

/**
 * Lets agents in. Their requests are signed, so who asks is known only with the body there; until then no byte of it is
 * interpreted. The order: signature, clock, standing, sequence. Errors: {@link RefusedError}.
 */
export class AgentAuthenticator {
  private readonly keys = new VerificationKeys();

  constructor(private readonly ports: AgentAuthenticatorPorts) {}

  async admit(request: FastifyRequest, as: 'enrolled' | 'enrolling', judge: Judge): Promise<void> {
    const claimed = claimedBy(request, as);
    if (as === 'enrolled') await this.recognise(request, claimed);
    request.body = jsonIn(claimed.body);
    await judge(request);
    if (as === 'enrolling') this.meet(request, claimed);
  }

  /** Somebody new has signed with the key that came along. */
  private meet(request: FastifyRequest, claimed: Claimed): void {
    const { signingKey } = request.body as { readonly signingKey: string };
    if (!this.keys.hasSigned(claimed, signingKey)) throw unsigned('Sign the request with the signing key it brings.');
    this.requireSameTime(claimed);
    requestStateOf(request).context = this.contextOf(request);
  }

  private async recognise(request: FastifyRequest, claimed: Claimed): Promise<void> {
    const { agentId = '', sequence } = claimed;
    const agent = await agentAuthorizationOf(await this.ports.reader.fresh(), agentId);
    if (agent === undefined || agent.status === 'revoked' || !this.keys.hasSigned(claimed, agent.signingKey)) {
      throw unsigned();
    }
    this.requireSameTime(claimed);
    if (agent.status === 'locked') throw cloned();
    if (agent.status === 'pending_approval') {
      throw new RefusedError(refuse('AGENT_NOT_APPROVED', 'A person has to approve this agent first.'));
    }
    const context = this.contextOf(request, agent);
    await this.requireNewest(context, agent, sequence);
    const edge = requestStateOf(request);
    const { hostId, hostName, organizationId, sealingKey, connectors } = agent;
    edge.context = context;
    edge.agent = { agentId, hostId, hostName, organizationId, sealingKey, connectors };
  }

  private requireSameTime({ timestamp: sent }: Claimed): void {
    const now = this.ports.clock.now();
    if (Math.abs(now - sent) <= MAX_SKEW_MS) return;
    throw new RefusedError(
      refuse('CLOCK_SKEW', `Here it is ${timestamp(now)}. Set the clock of the host.`, { serverTime: timestamp(now) }),
    );
  }

  private async requireNewest(context: Context, agent: AgentAuthorization, sequence: number): Promise<void> {
    const judgement = await this.ports.presence.advance(agent, sequence, this.ports.clock.now());
    if (judgement === 'late') {
      throw new RefusedError(refuse('CONFLICT', 'A newer request of this agent overtook this one.'));
    }
    if (judgement === 'repeated') {
      await this.ports.lock(context, agent.agentId, sequence);
      throw cloned();
    }
  }

  private contextOf(request: FastifyRequest, agent?: AgentAuthorization): Context {
    const { clock, ids, timeoutMs } = this.ports;
    const { operation } = request.routeOptions.config;
    const ip = addressOf(request);
    const userAgent = userAgentOf(request);
    return {
      actor: { kind: 'agent', ...(agent === undefined ? {} : { name: agent.agentId }) },
      correlationId: requestStateOf(request).correlationId,
      ...(ip === undefined ? {} : { ip }),
      ...(userAgent === undefined ? {} : { userAgent }),
      deadline: clock.now() + timeoutMs + (operation?.unhurried === true ? POLL_MS : 0),
      ids,
    };
  }
}
