import { ListDamageHandler } from './list-damage';
import { ListOperationsHandler } from './list-operations';

export const OPERATION_QUERIES = [ListOperationsHandler, ListDamageHandler];
