/** What stands beside the facts when a person is told how it goes on a host. */
export interface HostAtHand {
  readonly name: string;
  /** It has an agent at work. */
  readonly hasAgent: boolean;
  readonly online: boolean;
  readonly lastSeenAt?: string;
}
