import { Module } from '@nestjs/common';
import { AuthModuleOptions } from '@nestjs/passport';
import { AuthenticationGuard } from './authentication.guard';
import { Callers } from './callers';
import { JwtStrategy } from './jwt.strategy';
import { MachineStrategy } from './machine.strategy';
import { Strategies } from './strategies';

const optionsWith = ({ names }: Strategies): AuthModuleOptions => ({ defaultStrategy: [...names], session: false });

/** Who asks. The ports must be there for everybody. */
@Module({
  providers: [
    Strategies,
    Callers,
    JwtStrategy,
    MachineStrategy,
    { provide: AuthModuleOptions, useFactory: optionsWith, inject: [Strategies] },
    AuthenticationGuard,
  ],
  exports: [AuthenticationGuard],
})
export class AuthenticationModule {}
