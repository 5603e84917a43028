import { floorEngine } from './floor-engine';
import { floorReadings } from './floor-readings';
import { floorRequests } from './floor-requests';
import type { Figure } from './support/figures';
import type { FloorPart } from './support/floor/floor-part';

const MOST = 250 * 1024 * 1024;

/** What a request costs against the least it could: each beside its own floor, in the same run, by processor time and by rate. */
export const floor = async (quick: boolean): Promise<readonly Figure[]> => {
  const parts: FloorPart[] = [];
  for (const part of [floorRequests, floorReadings, floorEngine]) parts.push(await part(quick));
  const highest = Math.max(...parts.map(({ highWater }) => highWater));
  const inMiB = parts.map(({ highWater }) => Math.round(highWater / 1024 / 1024)).join(', ');
  return [
    ...parts.flatMap(({ figures }) => figures),
    {
      what: 'the most resident memory the server had: requests, readings, on EventStoreDB',
      measured: `${inMiB} MiB`,
      mustReach: '≤ 250 MiB',
      reached: highest <= MOST,
    },
  ];
};
