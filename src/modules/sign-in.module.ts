import { Global, Module } from '@nestjs/common';
import { SignInUser } from '../commands/users/sign-in-user';
import { TokenSignIn } from '../commands/users/token-sign-in';
import { ScimTokenSignIn } from '../commands/scim-connections/scim-token-sign-in';
import { ScimSignIn } from '../kernel/scim-sign-in';
import { MachineSignIn, SignIn } from '../kernel/sign-in';
import { ScimModule } from './scim.module';
import { UsersModule } from './users.module';

/** Whose request it is: what the edge asks of users. */
@Global()
@Module({
  imports: [UsersModule, ScimModule],
  providers: [
    { provide: SignIn, useExisting: SignInUser },
    { provide: MachineSignIn, useExisting: TokenSignIn },
    { provide: ScimSignIn, useExisting: ScimTokenSignIn },
  ],
  exports: [SignIn, MachineSignIn, ScimSignIn],
})
export class SignInModule {}
