import { readFileSync } from 'node:fs';

/** `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

const statusOf = (pid: number, field: string): number =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

/** Processor time a process has taken so far, of all its threads, ms. */
export const cpuMsOf = (pid: number): number => {
  // proc(5): what follows the name in brackets begins with field 3; utime and stime are 14 and 15, in ticks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
};

/** Resident memory of a process, bytes. */
export const memoryOf = (pid: number): number => statusOf(pid, 'VmRSS');

/** The most it has had so far, bytes. */
export const highWaterOf = (pid: number): number => statusOf(pid, 'VmHWM');
