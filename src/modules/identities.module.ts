import { Module } from '@nestjs/common';
import { BeginApprovedMinutes } from '../commands/identities/begin-approved-minutes';
import { BreakGlassIdentityHandler } from '../commands/identities/break-glass-identity';
import { ChangeIdentityHandler } from '../commands/identities/change-identity';
import { CheckOutIdentityHandler } from '../commands/identities/check-out-identity';
import { CreateIdentityHandler } from '../commands/identities/create-identity';
import { DeleteIdentityHandler } from '../commands/identities/delete-identity';
import { DestroyDeletedIdentityHandler } from '../commands/identities/destroy-deleted-identity';
import { DiscardVersionHandler } from '../commands/identities/discard-version';
import { EnrollIdentityHandler } from '../commands/identities/enroll-identity';
import { ValueFitCheck } from '../commands/identities/value-fit-check';
import { CheckoutService } from '../commands/identities/checkout-service';
import { Matches } from '../commands/identities/matches';
import { NewIdentityJudge } from '../commands/identities/new-identity-judge';
import { ReleaseReservationsHandler } from '../commands/identities/release-reservations';
import { ReplaceCredentialHandler } from '../commands/identities/replace-credential';
import { RequestScheduledRotationHandler } from '../commands/identities/request-scheduled-rotation';
import { Reservations } from '../commands/identities/reservations';
import { RestoreVersionHandler } from '../commands/identities/restore-version';
import { RevealIdentityHandler } from '../commands/identities/reveal-identity';
import { RotateIdentityHandler } from '../commands/identities/rotate-identity';
import { RotateInVaultHandler } from '../commands/identities/rotate-in-vault';
import { StageCandidateHandler } from '../commands/identities/stage-candidate';
import { SteerRotationHandler } from '../commands/identities/control-rotation';
import { UndeleteIdentityHandler } from '../commands/identities/undelete-identity';
import { ExplainController } from '../http/explanations/explain.controller';
import { CredentialsController } from '../http/identities/credentials.controller';
import { IdentitiesController } from '../http/identities/identities.controller';
import { RotationController } from '../http/identities/rotation.controller';
import { TimelineController } from '../http/identities/timeline.controller';
import { DestroyIdentityWhenForgotten } from '../policies/destroy-identity-when-forgotten';
import { ReleaseReservationWhenAbandoned } from '../policies/release-reservation-when-abandoned';
import { RotateIdentityWhenDue } from '../policies/rotate-identity-when-due';
import { RotateInVaultWhenRequested } from '../policies/rotate-in-vault-when-requested';
import { StageCandidateWhenRotationRequested } from '../policies/stage-candidate-when-rotation-requested';
import { ExplainIdentityHandler } from '../queries/explanations/explain-identity';
import { FindIdentity } from '../queries/identities/find-identity';
import { Holders } from '../queries/identities/holders';
import { GetHistoryHandler } from '../queries/identities/get-history';
import { GetIdentityHandler } from '../queries/identities/get-identity';
import { GetRotationHandler } from '../queries/identities/get-rotation';
import { GetTimelineHandler } from '../queries/identities/get-timeline';
import { ListIdentitiesHandler } from '../queries/identities/list-identities';
import { AuditModule } from './audit.module';
import { HostsModule } from './hosts.module';
import { JobsModule } from './jobs.module';
import { MaterialModule } from './material.module';
import { SessionsModule } from './sessions.module';

/** Identities: routes, commands, queries, and what happens by itself. */
@Module({
  imports: [AuditModule, HostsModule, JobsModule, MaterialModule, SessionsModule],
  controllers: [IdentitiesController, CredentialsController, RotationController, TimelineController, ExplainController],
  providers: [
    Reservations,
    BeginApprovedMinutes,
    CheckoutService,
    NewIdentityJudge,
    Matches,
    ValueFitCheck,
    CreateIdentityHandler,
    ChangeIdentityHandler,
    DeleteIdentityHandler,
    UndeleteIdentityHandler,
    ReplaceCredentialHandler,
    RestoreVersionHandler,
    DiscardVersionHandler,
    RevealIdentityHandler,
    CheckOutIdentityHandler,
    BreakGlassIdentityHandler,
    RotateIdentityHandler,
    SteerRotationHandler,
    EnrollIdentityHandler,
    RotateInVaultHandler,
    StageCandidateHandler,
    RequestScheduledRotationHandler,
    DestroyDeletedIdentityHandler,
    ReleaseReservationsHandler,
    ExplainIdentityHandler,
    FindIdentity,
    Holders,
    ListIdentitiesHandler,
    GetIdentityHandler,
    GetHistoryHandler,
    GetRotationHandler,
    GetTimelineHandler,
    RotateInVaultWhenRequested,
    StageCandidateWhenRotationRequested,
    RotateIdentityWhenDue,
    DestroyIdentityWhenForgotten,
    ReleaseReservationWhenAbandoned,
  ],
  exports: [
    NewIdentityJudge,
    RotateInVaultWhenRequested,
    StageCandidateWhenRotationRequested,
    RotateIdentityWhenDue,
    DestroyIdentityWhenForgotten,
    ReleaseReservationWhenAbandoned,
  ],
})
export class IdentitiesModule {}
