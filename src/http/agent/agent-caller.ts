/** The agent behind a request: known by its signature, at work, and the request its newest. */
export interface AgentCaller {
  readonly agentId: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly organizationId: string;
  /** X25519, raw, base64url: secrets for it are sealed to this key. */
  readonly sealingKey: string;
  /** Names of the connectors it says it can run. */
  readonly connectors: readonly string[];
}
