/** Who acts: a person, the vendor's support, a policy of ours, a host's agent, or an identity provider by SCIM. */
export interface Actor {
  readonly kind: 'user' | 'policy' | 'agent' | 'support' | 'scim';
  readonly userId?: string;
  readonly email?: string;
  /** Of a machine caller or a SCIM connection: with which of its tokens. */
  readonly tokenId?: string;
  /** The policy's name, the agent's or the SCIM connection's id, where no user acts. */
  readonly name?: string;
}
