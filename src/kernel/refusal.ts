/** A rule said no. A value, not an exception, inside the domain; its code is part of the interface contract. */
export interface Refusal {
  readonly refused: true;
  readonly code: string;
  /** For people: what was refused and what to do. Never a secret. */
  readonly detail: string;
  /** Members of the problem document beside the standard ones, such as `holders`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export const refuse = (code: string, detail: string, extra?: Readonly<Record<string, unknown>>): Refusal =>
  extra === undefined ? { refused: true, code, detail } : { refused: true, code, detail, extra };

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as Refusal).refused === true;
