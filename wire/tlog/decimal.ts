const DECIMAL = /^(0|[1-9]\d{0,19})$/;

/** A number as C2SP's formats write sizes and indexes; undefined for what is none, or is more than 64 bits hold. */
export const decimal = (text: string | undefined): bigint | undefined => {
  if (text === undefined || !DECIMAL.test(text)) return undefined;
  const value = BigInt(text);
  return value < 1n << 64n ? value : undefined;
};
