import { once } from 'node:events';

/** A line on stdout, at the pace of whoever reads it: what waits to be read stays small. */
export const print = async (line: string): Promise<void> => {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
};
