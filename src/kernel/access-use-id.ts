/** Of a use by a user: by a grant's id, or in a vault by being an owner (`undefined`). */
export const accessUseId = (identityGroupId: string, grantId: string | undefined, userId: string): string =>
  `${grantId ?? `owner:${identityGroupId}`}.${userId}`;
