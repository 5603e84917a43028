/** In a bundle: a checkpoint as it was stamped, byte for byte, and what authorities said of it. */
export const stampedFile = (size: number): string => `timestamps/${size}.checkpoint`;

/** DER of a token; `n` counts those of one checkpoint, from 1 on. */
export const tokenFile = (size: number, n: number): string => `timestamps/${size}-${n}.tst`;

const FILE = /^timestamps\/(0|[1-9]\d{0,15})(?:\.checkpoint|-([1-9]\d{0,3})\.tst)$/;

/** Which of them a name is of; undefined for any other name. */
export const timestampFile = (name: string): { readonly size: number; readonly isToken: boolean } | undefined => {
  const [, size, n] = FILE.exec(name) ?? [];
  return size === undefined ? undefined : { size: Number(size), isToken: n !== undefined };
};
