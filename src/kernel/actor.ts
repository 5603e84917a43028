/** Who acts: a person, the vendor's support, a policy of ours, or a host's agent. */
export interface Actor {
  readonly kind: 'user' | 'policy' | 'agent' | 'support';
  readonly userId?: string;
  readonly email?: string;
  /** Of a machine caller: with which of its tokens. */
  readonly tokenId?: string;
  /** The policy's or agent's name, where no user acts. */
  readonly name?: string;
}
