import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import passport from 'passport';

/**
 * The names of this application's strategies. Passport keeps one list for the whole process, in which several applications
 * may run, each believing other issuers: under a common name the last one to start would judge everybody's tokens.
 */
@Injectable()
export class Strategies implements OnModuleDestroy {
  private static applications = 0;
  private readonly application = (Strategies.applications += 1);
  /** In the order in which they are tried. */
  readonly names = ['jwt', 'machine'].map((kind) => this.nameOf(kind));

  register(kind: 'jwt' | 'machine', strategy: passport.Strategy): void {
    passport.use(this.nameOf(kind), strategy);
  }

  onModuleDestroy(): void {
    this.names.forEach((name) => passport.unuse(name));
  }

  private nameOf(kind: string): string {
    return `${kind} of application ${this.application}`;
  }
}
