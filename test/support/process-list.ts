import { readdirSync, readFileSync } from 'node:fs';

/** Everything that any user may read of running processes: command lines; of root also their environments. */
const everyProcess = (): string =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1') + readFileSync(`/proc/${pid}/environ`, 'latin1');
      } catch {
        return '';
      }
    })
    .join('\n');

/** Looks through the process list as often as it can while `work` runs. Answers how often, and what it found of `secrets`. */
export const watchProcessList = async (
  secrets: readonly string[],
  work: () => Promise<unknown>,
): Promise<{ looks: number; seen: readonly string[] }> => {
  const seen = new Set<string>();
  let looks = 0;
  const look = (): void => {
    const list = everyProcess();
    looks++;
    for (const secret of secrets) if (list.includes(secret)) seen.add(secret);
  };
  const timer = setInterval(look, 2);
  const working = work();
  // One that ends before a timer can come was looked at too.
  look();
  await working.finally(() => clearInterval(timer));
  return { looks, seen: [...seen] };
};
