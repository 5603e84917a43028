const SEPARATOR = '.';

/** An agent's id carries its host's: whoever knows the one finds the stream of the other. Opaque to clients. */
export const agentIdOf = (hostId: string, unique: string): string => `${hostId}${SEPARATOR}${unique}`;

/** The host of an agent id; a string that is none gives an id that no host has. */
export const hostOfAgent = (agentId: string): string => agentId.split(SEPARATOR, 1)[0] ?? '';
