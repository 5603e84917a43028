const NARROWS = ['pattern', 'enum', 'const', 'format'];

const isOf = (schema: object, type: string): boolean => {
  const stated = (schema as { type?: string | readonly string[] }).type;
  return stated === type || (Array.isArray(stated) && stated.includes(type));
};

/**
 * Refuses, when the server starts, a schema for input that lets in what nobody named: an open object, or a string that
 * says nothing of its characters (control characters and lone surrogates would pass).
 */
export const requireClosed = (schema: unknown, at = 'input'): void => {
  if (typeof schema !== 'object' || schema === null) return;
  if (isOf(schema, 'object') && (schema as { additionalProperties?: unknown }).additionalProperties !== false) {
    throw new Error(`${at} is open: state additionalProperties: false`);
  }
  if (isOf(schema, 'string') && !NARROWS.some((keyword) => Object.hasOwn(schema, keyword))) {
    throw new Error(`${at} takes any character: build it from schema/text`);
  }
  for (const [name, part] of Object.entries(schema)) requireClosed(part, `${at}.${name}`);
};
