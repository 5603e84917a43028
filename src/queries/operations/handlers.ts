import { ListDamageHandler } from './list-damage';
import { ListOperationsHandler } from './list-operations';
import { ListPoliciesHandler } from './list-policies';

export const OPERATION_QUERIES = [ListOperationsHandler, ListDamageHandler, ListPoliciesHandler];
