/** On every fact of an identity, its jobs included. */
export interface IdentitySubject {
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
}
