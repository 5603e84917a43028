import { EVERYWHERE } from '../access/permissions';
import type { ReportScope } from './report';

/** Whether something that began then, there, is asked for, by somebody who is told of it: what is not needs no memory. */
export const wants =
  ({ from, to, places }: Pick<ReportScope, 'from' | 'to' | 'places'>) =>
  (organizationId: string | undefined, at: string): boolean =>
    (places === EVERYWHERE || (organizationId !== undefined && places.includes(organizationId))) &&
    (from === undefined || at >= from) &&
    (to === undefined || at < to);
