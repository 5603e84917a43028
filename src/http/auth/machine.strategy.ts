import { Inject, Injectable } from '@nestjs/common';
import { Strategy } from 'passport';
import { machineTokenOf } from './bearer-token';
import { Callers } from './callers';
import { Strategies } from './strategies';

/** Judges the `klt_` token of a machine caller, anew with each request. Answers the request's `Context`. */
@Injectable()
export class MachineStrategy extends Strategy {
  constructor(
    @Inject(Callers) private readonly callers: Callers,
    @Inject(Strategies) strategies: Strategies,
  ) {
    super();
    strategies.register('machine', this);
  }

  override authenticate(request: never): void {
    const token = machineTokenOf(request);
    if (token === undefined) {
      this.fail(401);
      return;
    }
    this.callers.machine(request, token).then(
      (context) => this.success(context as never),
      (error: unknown) => this.error(error),
    );
  }
}
