const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Not every dialect of regular expressions can say lone surrogates, and a client that sends valid UTF-8 sends none. A class
 * that forbids nothing else says nothing.
 */
const portable = (pattern: string): string | undefined => {
  const said = pattern.replaceAll('\\ud800-\\udfff', '');
  return said.includes('[^]') ? undefined : said;
};

/** Schemas with a title stand once, under that name; everything else is plain JSON where it is. */
export const hoistTitled = (value: unknown, schemas: Record<string, object>): object => {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (!isRecord(part)) return part;
    const { title } = part;
    const plain = Object.fromEntries(
      Object.entries(part)
        .filter(([name]) => name !== 'x-says' && name !== 'x-normalise' && name !== 'x-email')
        .map(([name, member]) => [
          name,
          name === 'pattern' && typeof member === 'string' ? portable(member) : walk(member),
        ]),
    );
    if (typeof title !== 'string' || part['type'] !== 'object') return plain;
    schemas[title] = plain;
    return { $ref: `#/components/schemas/${title}` };
  };
  return walk(value) as object;
};
