import { oneOf } from './fields';

/** Where a value is known to work. */
export const ProvenWhere = oneOf('on-hosts', 'by-hand', 'vault-only', 'nowhere');
