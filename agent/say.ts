/** Tells a person one line. Never a secret. */
export type Say = (line: string) => void;
