/** Lets some time pass: as it passes, whatever a clock says. */
export const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
