const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Schemas with a title stand once, under that name; everything else is plain JSON where it is. */
export const hoistTitled = (value: unknown, schemas: Record<string, object>): object => {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (!isRecord(part)) return part;
    const { title } = part;
    const plain = Object.fromEntries(
      Object.entries(part)
        .filter(([name]) => name !== 'x-says' && name !== 'x-normalise')
        .map(([name, member]) => [name, walk(member)]),
    );
    if (typeof title !== 'string' || part['type'] !== 'object') return plain;
    schemas[title] = plain;
    return { $ref: `#/components/schemas/${title}` };
  };
  return walk(value) as object;
};
