import { CreateMachine } from '../../commands/users/create-machine';
import { CreateUser } from '../../commands/users/create-user';
import type { Context } from '../../kernel/context';
import { invalid } from '../platform/validation/invalid';
import { pinOf } from './pin-of';
import type { CreateUserDto } from './user.dtos';

/** A person has an e-mail; a machine has a name, and nothing that an issuer could say of it. Errors: `Refused`. */
export const newUser = (context: Context, body: CreateUserDto): CreateUser | CreateMachine => {
  const { kind, email, displayName } = body;
  if (kind !== 'machine') {
    if (email === undefined) throw invalid({ field: 'email', message: 'is required' });
    return new CreateUser(context, email, displayName, pinOf(body));
  }
  const unfit = (['email', 'issuer', 'subject'] as const).find((field) => body[field] !== undefined);
  if (unfit !== undefined) throw invalid({ field: unfit, message: 'is not for users of kind machine' });
  if (displayName === undefined) throw invalid({ field: 'displayName', message: 'is required for kind machine' });
  // It stands where the e-mails of people stand: nobody takes a machine for somebody.
  if (displayName.includes('@')) {
    throw invalid({ field: 'displayName', message: 'must not look like an e-mail address' });
  }
  return new CreateMachine(context, displayName);
};
