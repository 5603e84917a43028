const skew = Number(process.env.SKEW_MS ?? 0);
const Real = Date;

/** The clock of a machine that is ahead or behind. */
globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Real.now() + skew] : parts));
  }

  static now() {
    return Real.now() + skew;
  }
};
