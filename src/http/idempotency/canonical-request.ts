/** JSON with sorted members, so that the same body is the same text. For what was parsed from JSON and judged by a schema. */
export const canonicalRequest = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
