/** Progress goes to standard error: standard output belongs to the program that is started. */
export const say = (line) => process.stderr.write(`keyledger: ${line}\n`);

export const stop = (line) => {
  say(line);
  process.exit(1);
};
