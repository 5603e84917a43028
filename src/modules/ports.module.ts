import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';

/** What stands behind the ports, for every module: abstract classes of the kernel are their tokens. */
@Global()
@Module({})
export class PortsModule {
  static with(ports: readonly Provider[]): DynamicModule {
    return { module: PortsModule, providers: [...ports], exports: [...ports] };
  }
}
