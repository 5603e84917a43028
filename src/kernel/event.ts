/** A fact as a decider states it: a wire name (`keyledger.<noun>-<past participle>.v<n>`) and I-JSON data. Never a secret, sealed or not. */
export interface DomainEvent<T extends string = string, D extends object = object> {
  readonly type: T;
  readonly data: D;
}
