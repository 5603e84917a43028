/** What programs are started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value without surrounding white space; an empty one counts as not set, as compose files write it. */
export const valueOf = (env: Environment, name: string): string | undefined =>
  (Object.hasOwn(env, name) ? env[name] : undefined)?.trim() || undefined;

/** The value as it may stand in a message: quoted, on one line, not endless. */
export const shown = (value: string): string => JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
