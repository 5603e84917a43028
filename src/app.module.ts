import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ScheduleModule } from '@nestjs/schedule';
import { HttpModule } from './http/http.module';
import { DecidingModule } from './modules/deciding.module';
import { NOUNS } from './modules/nouns';
import { PoliciesModule } from './modules/policies.module';
import { PortsModule } from './modules/ports.module';
import { SignInModule } from './modules/sign-in.module';

/** Everything with its ports behind it; what stands behind a port was chosen before. */
@Module({})
export class AppModule {
  static with(ports: readonly Provider[]): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        ScheduleModule.forRoot(),
        PortsModule.with(ports),
        DecidingModule,
        SignInModule,
        HttpModule,
        ...NOUNS,
        PoliciesModule,
      ],
    };
  }
}
