const SEPARATOR = '.';

/** A job's id carries its identity's, whose stream decides it; `n` tells jobs apart that one decision makes. Opaque to clients. */
export const jobIdOf = (identityId: string, unique: string, n = 0): string =>
  [identityId, unique, ...(n === 0 ? [] : [n])].join(SEPARATOR);

/** The identity of a job id; a string that is none gives an id that no identity has. */
export const identityOfJob = (jobId: string): string => jobId.split(SEPARATOR, 1)[0] ?? '';
