const SEPARATOR = '.';

/** A session's id carries its identity's, so that a checkin needs no read model. Opaque to clients. */
export const sessionIdOf = (identityId: string, unique: string): string => `${identityId}${SEPARATOR}${unique}`;

/** The identity of a session id; a string that is none gives an id that no identity has. */
export const identityOfSession = (sessionId: string): string => sessionId.split(SEPARATOR, 1)[0] ?? '';
