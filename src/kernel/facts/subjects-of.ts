const REFUSED = /-refused\.v\d+$/;
const SUBJECTS = ['organizationId', 'identityGroupId', 'identityId', 'sessionId', 'hostId'] as const;

/** Whether a fact says that something was refused. */
export const isOfRefusal = (type: string): boolean => REFUSED.test(type);

/** What a fact is about, as far as it says so. */
export const subjectsOf = (data: object): { readonly [S in (typeof SUBJECTS)[number]]?: string } => {
  const subjects: { [S in (typeof SUBJECTS)[number]]?: string } = {};
  for (const subject of SUBJECTS) {
    const value = (data as Readonly<Record<string, unknown>>)[subject];
    if (typeof value === 'string') {
      subjects[subject] = value;
    }
  }
  return subjects;
};
