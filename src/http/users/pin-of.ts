import { invalid } from '../platform/validation/invalid';
import type { CreateUserDto } from './user.dtos';

/** Issuer and subject go together: one alone names nobody. Errors: `Refused`. */
export const pinOf = ({ issuer, subject }: CreateUserDto) => {
  if (issuer === undefined && subject === undefined) {
    return undefined;
  }
  if (issuer === undefined || subject === undefined) {
    throw invalid({
      field: issuer === undefined ? 'issuer' : 'subject',
      message: 'is required: issuer and subject go together',
    });
  }
  return { issuer, subject };
};
