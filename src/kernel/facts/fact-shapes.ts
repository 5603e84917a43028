/**
 * Wire name, categories of streams and fields of each fact. Generated from every `events.ts` of the domain and checked: to bring it
 * up to date, run `KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture/event-catalogue`.
 */
export const FACT_SHAPES = `
keyledger.access-request-approved.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; requestId: string; userId: string; decidedBy: string; decidedByEmail: string; decidedAt: string; idpUserId: string; approvals: number; required: number
keyledger.access-request-cancelled.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; requestId: string; userId: string; cancelledAt: string
keyledger.access-request-denied.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; requestId: string; userId: string; decidedBy: string; decidedByEmail: string; decidedAt: string; reason: string
keyledger.access-request-expired.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; requestId: string; userId: string; expiredAt: string
keyledger.access-request-revoked.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; requestId: string; userId: string; decidedBy: string; decidedByEmail: string; decidedAt: string; reason: string
keyledger.access-request-used.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; requestId: string; userId: string; sessionId?: string; usedAt: string; until: string
keyledger.access-requested.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; requestId: string; userId: string; userEmail: string; reason: string; durationMinutes: number; policy: { required: number; approvers: { users: string[]; groups: string[] } }; createdAt: string; expiresAt: string
keyledger.access-review-closed.v1 / accessReview / reviewId: string; organizationId: string; identityGroupId: string; kept: number; revoked: number; gone: number; closedBy: string; closedByEmail: string; closedAt: string
keyledger.access-review-line-decided.v1 / accessReview / reviewId: string; organizationId: string; identityGroupId: string; grantId: string; decision: "keep" | "revoke"; reason?: string; level: "checkout" | "view_credentials" | "view_vault"; expiresAt?: string; decidedBy: string; decidedByEmail: string; decidedAt: string
keyledger.access-review-lines-added.v1 / accessReview / reviewId: string; organizationId: string; identityGroupId: string; lines: ({ grantId: string; principalType: "group" | "user"; principalId: string; principalName: string; level: "checkout" | "view_credentials" | "view_vault"; expiresAt?: string; grantedBy: string; createdAt: string })[]
keyledger.access-review-opened.v1 / accessReview / reviewId: string; organizationId: string; identityGroupId: string; lines: ({ grantId: string; principalType: "group" | "user"; principalId: string; principalName: string; level: "checkout" | "view_credentials" | "view_vault"; expiresAt?: string; grantedBy: string; createdAt: string })[]; dueAt: string; openedBy: string; openedByEmail: string; openedAt: string
keyledger.admin-added.v1 / account / userId: string; email?: string
keyledger.admin-removed.v1 / account / userId: string
keyledger.agent-approved.v1 / host / hostId: string; organizationId: string; agentId: string; approvedBy?: string; forIdentities?: boolean; severity?: "critical"; ownToken?: boolean; reason?: string
keyledger.agent-enrolled.v1 / host / hostId: string; organizationId: string; agentId: string; signingKey: string; sealingKey: string; hostname: string; platform: string; agentVersion: string; connectors: string[]; tokenId: string; status: "active" | "pending_approval"; enrolledAt: string; tokenIssuedBy?: string
keyledger.agent-facts-reported.v1 / host / hostId: string; organizationId: string; agentId: string; hostname: string; platform: string; agentVersion: string; connectors: string[]
keyledger.agent-keys-replaced.v1 / host / hostId: string; organizationId: string; agentId: string; signingKey: string; sealingKey: string
keyledger.agent-locked.v1 / host / hostId: string; organizationId: string; agentId: string; sequence: number
keyledger.agent-revoked.v1 / host / hostId: string; organizationId: string; agentId: string; reason: "by_person" | "host_deleted" | "replaced"
keyledger.approval-policy-weakened.v1 / vault / identityGroupId: string; organizationId: string; before: { required: number; approvers: { users: string[]; groups: string[] } }; after?: { required: number; approvers: { users: string[]; groups: string[] } }
keyledger.audit-exported.v1 / auditRead / organizationId?: string; filter: { identityGroupId?: string; identityId?: string; sessionId?: string; hostId?: string; actor?: string; type?: string; types?: string[]; outcome?: string; correlationId?: string; causationId?: string; from?: string; to?: string; order: string }; format: string
keyledger.audit-read.v1 / auditRead / organizationId?: string; filter: { identityGroupId?: string; identityId?: string; sessionId?: string; hostId?: string; actor?: string; type?: string; types?: string[]; outcome?: string; correlationId?: string; causationId?: string; from?: string; to?: string; order: string }
keyledger.backup-failed.v1 / operations / backupId: string
keyledger.backup-made.v1 / operations / backupId: string; upToPosition: string; bytes: number
keyledger.backup-requested.v1 / operations / backupId: string
keyledger.backups-pruned.v1 / operations / backupIds: string[]
keyledger.break-glass-review-reminded.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; sessionId: string; userId: string; userEmail: string; openSince: string; remindedAt: string
keyledger.break-glass-reviewed.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; sessionId: string; userId: string; reviewedBy: string; reviewerEmail: string; note: string; reviewedAt: string
keyledger.break-glass-tried.v1 / breakGlass / identityId: string; identityGroupId: string; organizationId: string; userId: string; sessionId: string; reason: string; triedAt: string
keyledger.checkpoint-recorded.v1 / evidence / origin: string; size: number; checkpoint: string; handover?: true; recordedAt: string
keyledger.credential-redisclosed.v1 / reveal / organizationId: string; identityGroupId: string; identityId: string; sessionId: string; version: number; alternatives?: number[]; scheme?: "plaintext" | "v1"
keyledger.credential-saved-anew.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; version: number; savedBy: string; savedAt: string; typedBy?: string
keyledger.credential-version-discarded.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; version: number
keyledger.credential-version-restored.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; restoredVersion: number; version: number; replacedVersion: number; restoredBy: string; restoredAt: string; replacedScheme?: "plaintext" | "v1"
keyledger.credential-version-retired.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; version: number
keyledger.disclosure-withheld.v1 / reveal / organizationId: string; identityGroupId: string; identityId: string; sessionId?: string; disclosureId: string; disclosurePosition: string; code: string; detail: string; evidence?: { ownerBypass: boolean; grantId?: string; groupId?: string; idpUserId?: string; byToken?: { issuer: string; until: string }; roleGroupId?: string; supportWindowId?: string }
keyledger.encryption-upgrade-finished.v1 / organization / organizationId: string; broken: number
keyledger.encryption-upgrade-requested.v1 / organization / organizationId: string
keyledger.evidence-bundle-failed.v1 / evidence / bundleId: string; madeAt: string
keyledger.evidence-bundle-made.v1 / evidence / bundleId: string; bytes: number; sha256: string; madeAt: string
keyledger.evidence-bundle-requested.v1 / evidence / bundleId: string; log: number; size: number; organizationId?: string; from?: string; to?: string; requestedBy: string; requestedAt: string
keyledger.evidence-key-changed.v1 / evidence / origin: string; former: string; vkey: string; reason?: string; changedAt: string
keyledger.evidence-read.v1 / auditRead / organizationId?: string; first: number; count: number; bundleId?: string
keyledger.evidence-restarted.v1 / evidence / log: number; origin: string; lastCheckpoint?: string; reason: string; restartId?: string; restartedBy: string; restartedAt: string
keyledger.evidence-stopped.v1 / evidence / critical: true; origin: string; cause: "cut" | "other_key" | "rewritten"; detail: string; signedSize: number; signedRoot: string; agreesUpTo: number; leaf?: number; stoppedAt: string
keyledger.exposed-identity-settled.v1 / exposure / subject: string; userId?: string; hostId?: string; identityId: string; identityGroupId: string; organizationId: string; campaignId: string; outcome: "not_in_force" | "owed" | "refused" | "requested" | "under_way"; code?: string; detail?: string
keyledger.exposure-rotation-requested.v1 / exposure / subject: string; userId?: string; hostId?: string; organizationId?: string; campaignId: string; reason: string; items: { identityId: string; identityGroupId: string; versions: number[] }[]; requestedAt: string
keyledger.grant-changed.v1 / vaultAccess / grantId: string; principalType: "group" | "user"; principalId: string; level: "checkout" | "view_credentials" | "view_vault"; expiresAt?: string; organizationId: string; identityGroupId: string
keyledger.grant-given.v1 / vaultAccess / grantId: string; principalType: "group" | "user"; principalId: string; level: "checkout" | "view_credentials" | "view_vault"; expiresAt?: string; organizationId: string; identityGroupId: string; grantedBy: string; createdAt: string
keyledger.grant-revoked.v1 / vaultAccess / grantId: string; principalType: "group" | "user"; principalId: string; level: "checkout" | "view_credentials" | "view_vault"; expiresAt?: string; organizationId: string; identityGroupId: string
keyledger.host-account-released.v1 / hostAccount / organizationId: string; hostId: string; identityId: string
keyledger.host-account-reserved.v1 / hostAccount / organizationId: string; hostId: string; identityId: string
keyledger.host-account-shared.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; hostId: string; otherIdentityId?: string; otherIdentityName?: string; otherHostId?: string; otherHostName?: string; stopped: boolean; foundAt: string
keyledger.host-agent-admitted.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; hostId: string; agentId: string; withheldUpTo: number; admittedAt: string
keyledger.host-created.v1 / host / hostId: string; organizationId: string; name: string; createdAt: string
keyledger.host-deleted.v1 / host / hostId: string; organizationId: string
keyledger.host-join-token-issued.v1 / host / hostId: string; organizationId: string; tokenId: string; tokenHash: string; expiresAt: string; issuedBy: string
keyledger.host-member-released.v1 / hostMembers / organizationId: string; hostId: string; identityId: string
keyledger.host-member-reserved.v1 / hostMembers / organizationId: string; hostId: string; identityId: string
keyledger.host-members-closed.v1 / hostMembers / organizationId: string; hostId: string
keyledger.host-renamed.v1 / host / hostId: string; organizationId: string; name: string
keyledger.identity-changed.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; name: string; username: string; credentialType: "api_key" | "certificate" | "other" | "password" | "ssh_key"; rotationIntervalDays?: number; rotateAfterUse: boolean; hostIds: string[]; connector?: string; connectorSettings?: Readonly<Record<string, string | number>>; passwordPolicy?: { length: number; classes: { chars: string; min: number }[]; maxClassRun?: number; edgeAlphanumeric?: boolean }; allowConcurrentCheckout: boolean; maxConcurrentSessions: number; agents?: { hostId: string; agentId: string }[]; nextRotationAt?: string
keyledger.identity-checked-in.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; sessionId: string; userId: string; endedBy: "break_glass" | "checkin" | "expiry" | "force" | "grant_revoked" | "support_disabled" | "transfer"; endedAt: string; reason?: string; transferredTo?: string; withheld?: string
keyledger.identity-checked-out.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; sessionId: string; userId: string; userEmail: string; reason: string; durationMinutes: number; hostId?: string; breakGlass: boolean; overlapped?: { sessionId: string; userId: string; userEmail: string }[]; accessRequestId?: string; approvedUntil?: string; ownerBypass: boolean; evidence: { ownerBypass: boolean; grantId?: string; groupId?: string; idpUserId?: string; byToken?: { issuer: string; until: string }; roleGroupId?: string; supportWindowId?: string }; version: number; alternatives?: number[]; rotateAfterUse?: boolean; exclusive?: boolean; maxConcurrentSessions?: number; checkedOutAt: string; expiresAt: string; transferredFrom?: { sessionId: string; userId: string; userEmail: string }; heldSince?: string; scheme?: "plaintext" | "v1"
keyledger.identity-created.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; name: string; username: string; credentialType: "api_key" | "certificate" | "other" | "password" | "ssh_key"; rotationIntervalDays?: number; rotateAfterUse: boolean; hostIds: string[]; connector?: string; connectorSettings?: Readonly<Record<string, string | number>>; passwordPolicy?: { length: number; classes: { chars: string; min: number }[]; maxClassRun?: number; edgeAlphanumeric?: boolean }; allowConcurrentCheckout: boolean; maxConcurrentSessions: number; agents?: { hostId: string; agentId: string }[]; credentialVersion: number; createdAt: string; nextRotationAt?: string; typedBy?: string; scheme?: "plaintext" | "v1"
keyledger.identity-credential-replaced.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; version: number; replacedVersion: number; replacedBy: string; replacedAt: string; nextRotationAt?: string; typedBy?: string; replacedScheme?: "plaintext" | "v1"
keyledger.identity-deleted.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; deletedAt: string
keyledger.identity-destroyed.v1 / identity / identityId: string; identityGroupId: string; organizationId: string
keyledger.identity-enrollment-requested.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; name: string; username: string; credentialType: "api_key" | "certificate" | "other" | "password" | "ssh_key"; rotationIntervalDays?: number; rotateAfterUse: boolean; hostIds: string[]; connector?: string; connectorSettings?: Readonly<Record<string, string | number>>; passwordPolicy?: { length: number; classes: { chars: string; min: number }[]; maxClassRun?: number; edgeAlphanumeric?: boolean }; allowConcurrentCheckout: boolean; maxConcurrentSessions: number; agents?: { hostId: string; agentId: string }[]; createdAt: string
keyledger.identity-revealed.v1 / reveal / organizationId: string; identityGroupId: string; identityId: string; version: number; alternatives?: number[]; ownerBypass: boolean; evidence: { ownerBypass: boolean; grantId?: string; groupId?: string; idpUserId?: string; byToken?: { issuer: string; until: string }; roleGroupId?: string; supportWindowId?: string }; reason?: string; sessionId?: string; breakGlass?: boolean; accessRequestId?: string; scheme?: "plaintext" | "v1"
keyledger.identity-undeleted.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; agents?: { hostId: string; agentId: string }[]
keyledger.identity-value-lost.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; materialStoreId: string; lostAt: string
keyledger.identity-value-orphaned.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; version: number; foundAt: string
keyledger.idp-email-claimed.v1 / directoryEmail / idpUserId: string
keyledger.idp-email-released.v1 / directoryEmail / idpUserId: string
keyledger.idp-group-created.v1 / directoryGroup / idpGroupId: string; name: string
keyledger.idp-group-deleted.v1 / directoryGroup / idpGroupId: string
keyledger.idp-group-external-id-changed.v1 / directoryGroup / idpGroupId: string; externalId?: string
keyledger.idp-group-handed-over.v1 / directoryGroup / idpGroupId: string; connectionId: string
keyledger.idp-group-member-added.v1 / directoryGroup / idpGroupId: string; idpUserId: string
keyledger.idp-group-member-removed.v1 / directoryGroup / idpGroupId: string; idpUserId: string
keyledger.idp-group-released.v1 / directoryGroup / idpGroupId: string
keyledger.idp-group-renamed.v1 / directoryGroup / idpGroupId: string; name: string
keyledger.idp-group-roles-assigned.v1 / account / idpGroupId: string; roles: { roleId: string; organizationId?: string }[]
keyledger.idp-group-tokens-listed.v1 / account / idpGroupId: string; namedBy: { issuer: string; name: string }[]
keyledger.idp-user-changed.v1 / directory / idpUserId: string; displayName: string; active: boolean
keyledger.idp-user-created.v1 / directory / idpUserId: string; email: string; displayName: string; active: boolean
keyledger.idp-user-deleted.v1 / directory / idpUserId: string; email: string
keyledger.idp-user-external-id-changed.v1 / directory / idpUserId: string; externalId?: string
keyledger.idp-user-handed-over.v1 / directory / idpUserId: string; connectionId: string
keyledger.idp-user-released.v1 / directory / idpUserId: string
keyledger.job-cancelled.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; jobId: string; hostId: string; type: "set" | "verify"; purpose: "enrollment" | "reconcile" | "rotation" | "verification"; version: number; rotationId?: string; started: boolean; reason: "agent_revoked" | "by_person" | "host_removed" | "identity_deleted" | "superseded" | "value_not_opened"; cancelledAt: string
keyledger.job-expired.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; jobId: string; hostId: string; type: "set" | "verify"; purpose: "enrollment" | "reconcile" | "rotation" | "verification"; version: number; rotationId?: string; started: boolean; expiredAt: string
keyledger.job-lease-extended.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; jobId: string; hostId: string; leaseId: string; leaseUntil: string
keyledger.job-leased.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; jobId: string; hostId: string; type: "set" | "verify"; purpose: "enrollment" | "reconcile" | "rotation" | "verification"; version: number; rotationId?: string; agentId: string; leaseId: string; instance: string; leaseUntil: string; attempt: number; previousVersion?: number; formerVersions?: number[]; publicVersions?: number[]; disclosedVersions?: number[]; scheme?: "plaintext" | "v1"
keyledger.job-queued.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; jobId: string; hostId: string; type: "set" | "verify"; purpose: "enrollment" | "reconcile" | "rotation" | "verification"; version: number; rotationId?: string; attempt: number; createdAt: string; notAfter: string; notBefore?: string; askedBy?: string
keyledger.job-result-recorded.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; jobId: string; hostId: string; type: "set" | "verify"; purpose: "enrollment" | "reconcile" | "rotation" | "verification"; version: number; rotationId?: string; agentId: string; outcome: "confirmed" | "drifted" | "not_changed" | "unverified"; code?: string; detail?: string; warnings?: string[]; target?: { machine: string; port?: number; name: string }; heldVersion?: number; mayStillWork?: number[]; late: boolean; recordedAt: string
keyledger.job-started.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; jobId: string; hostId: string; type: "set" | "verify"; purpose: "enrollment" | "reconcile" | "rotation" | "verification"; version: number; rotationId?: string; agentId: string; leaseId: string; startedAt: string; leaseUntil: string
keyledger.key-changed.v1 / account / name: string; version: number; changedAt: string; reason?: string; formerEnded?: boolean
keyledger.log-losses-omitted.v1 / logLosses / lossId: string; omitted: number; of: "revocations" | "values"; foundAt: string
keyledger.log-moved.v1 / operations / copyId: string; from: string; to: string; facts: number; digest: string
keyledger.log-sealed.v1 / logSeal / facts: number; digest: string; upTo: string; stretches: { upTo: string; facts: number; digest: string }[]; sealedAt: string; reason?: string
keyledger.log-went-back.v1 / logHistory / critical: true; foundBy: string; lastCommon?: { position: string; eventId: string }; lost: { position: string; eventId?: string }
keyledger.lost-revocation-found.v1 / logLosses / lossId: string; stream: string; revision: number; lostType: string; what: string; foundAt: string
keyledger.lost-revocation-settled.v1 / logLosses / lossId: string; reason: string; settledBy: string
keyledger.material-store-bound.v1 / materialStore / materialStoreId: string
keyledger.material-store-lost.v1 / materialStore / lostMaterialStoreId: string; materialStoreId: string; reason: string
keyledger.material-upgraded.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; version: number; from: "v1"; to: "v2"
keyledger.notification-channels-set.v1 / notificationChannels / organizationId?: string; channels: ({ channelId: string; kind: "mail" | "webhook"; origin?: string; url?: string; to?: string; kinds?: ("account-shared" | "agent-replaced" | "approval-asked" | "approval-decided" | "approval-policy-weakened" | "backup-failed" | "break-glass" | "evidence-stopped" | "host-offline" | "log-went-back" | "owner-recovered" | "policy-event-parked" | "review-open" | "rotation-failed" | "rotation-suspended" | "rotation-waiting" | "seal-broken" | "sink-failed" | "stream-damaged" | "support-access-changed" | "support-access-expiring" | "unusual-disclosures" | "value-missing")[]; secretVersion?: number })[]; setBy: string; setAt: string
keyledger.notification-delivery-attempted.v1 / notificationTarget / deliveryId: string; targetId: string; organizationId?: string; attempt: number; outcome: "abandoned" | "delivered" | "failed"; sent: number; code?: string; status?: number; attemptedAt: string; nextAttemptAt?: string
keyledger.notification-delivery-joined.v1 / notificationTarget / deliveryId: string; targetId: string; organizationId?: string; notificationId: string; joinedAt: string
keyledger.notification-delivery-queued.v1 / notificationTarget / deliveryId: string; targetId: string; organizationId?: string; via: "mail" | "webhook"; channelId?: string; userId?: string; kind: "account-shared" | "agent-replaced" | "approval-asked" | "approval-decided" | "approval-policy-weakened" | "backup-failed" | "break-glass" | "evidence-stopped" | "host-offline" | "log-went-back" | "owner-recovered" | "policy-event-parked" | "review-open" | "rotation-failed" | "rotation-suspended" | "rotation-waiting" | "seal-broken" | "sink-failed" | "stream-damaged" | "support-access-changed" | "support-access-expiring" | "unusual-disclosures" | "value-missing"; notificationId: string; queuedAt: string
keyledger.notification-delivery-replayed.v1 / notificationTarget / deliveryId: string; targetId: string; organizationId?: string; replayedBy: string; replayedAt: string
keyledger.notification-raised.v1 / notification / kind: "account-shared" | "agent-replaced" | "approval-asked" | "approval-decided" | "approval-policy-weakened" | "backup-failed" | "break-glass" | "evidence-stopped" | "host-offline" | "log-went-back" | "owner-recovered" | "policy-event-parked" | "review-open" | "rotation-failed" | "rotation-suspended" | "rotation-waiting" | "seal-broken" | "sink-failed" | "stream-damaged" | "support-access-changed" | "support-access-expiring" | "unusual-disclosures" | "value-missing"; severity: "critical" | "info" | "warning"; title: string; organizationId?: string; identityGroupId?: string; identityId?: string; sessionId?: string; hostId?: string; userId?: string; reason?: string; checkpoint?: string; withoutCheckpoint?: true; notificationId: string; cause: string; recipients: string[]; concerned: string[]; raisedAt: string
keyledger.notification-read.v1 / notification / notificationId: string; userId: string; readAt: string
keyledger.organization-changed.v1 / organization / organizationId: string; name: string; settings: { breakGlassMinutes: number; revealDuringExclusiveCheckout: boolean; receiptBeforeDisclosure?: boolean; passwordPolicy?: { length: number; classes: { chars: string; min: number }[]; maxClassRun?: number; edgeAlphanumeric?: boolean } }
keyledger.organization-created.v1 / organization / organizationId: string; name: string; settings: { breakGlassMinutes: number; revealDuringExclusiveCheckout: boolean; receiptBeforeDisclosure?: boolean; passwordPolicy?: { length: number; classes: { chars: string; min: number }[]; maxClassRun?: number; edgeAlphanumeric?: boolean } }; createdAt: string
keyledger.organization-deleted.v1 / organization / organizationId: string
keyledger.organization-member-released.v1 / organizationMembers / organizationId: string; kind: "host" | "vault"; memberId: string
keyledger.organization-member-reserved.v1 / organizationMembers / organizationId: string; kind: "host" | "vault"; memberId: string
keyledger.organization-members-closed.v1 / organizationMembers / organizationId: string
keyledger.organization-resealed.v1 / organization / organizationId: string; secretVersion: number; values: number
keyledger.organization-secret-set.v1 / organization / organizationId: string; secretVersion: number
keyledger.organization-secrets-destroyed.v1 / organization / organizationId: string
keyledger.orphaned-value-found.v1 / logLosses / lossId: string; stream: string; revision: number; orphanId: string; vaultId: string; version: number; foundAt: string
keyledger.orphaned-value-settled.v1 / logLosses / lossId: string; orphanId: string; version: number; reason: string; settledBy: string
keyledger.owner-added.v1 / account / userId: string; email?: string
keyledger.owner-cleared-of-support.v1 / account / userId: string
keyledger.owner-marked-as-support.v1 / account / userId: string
keyledger.owner-recovered.v1 / account / userId: string; email?: string; issuer?: string; subject?: string; reason: string; recoveredAt: string
keyledger.owner-removed.v1 / account / userId: string
keyledger.owner-resumed.v1 / account / userId: string
keyledger.owner-sign-in-added.v1 / account / userId: string
keyledger.owner-sign-ins-removed.v1 / account / userId: string
keyledger.owner-suspended.v1 / account / userId: string
keyledger.policy-event-dismissed.v1 / policy / policy: string; eventId: string; reason: string
keyledger.policy-event-handled.v1 / policy / policy: string; eventId: string
keyledger.policy-event-parked.v1 / policy / policy: string; eventId: string; type: string; stream: string; revision: number; since: string; tries: number; cause: string; critical?: true
keyledger.policy-event-retry-requested.v1 / policy / policy: string; eventId: string
keyledger.projection-rebuild-requested.v1 / operations / projection: string
keyledger.report-read.v1 / auditRead / organizationId?: string; report: string; format: "csv" | "json"; from?: string; to?: string; asOf?: string; days?: number; hours?: number
keyledger.role-changed.v1 / account / roleId: string; name: string; permissions: ("accounts.manage" | "directory.manage" | "hosts.manage_users" | "pam_audit.read" | "pam_vaults.approve" | "pam_vaults.break_glass" | "pam_vaults.manage" | "pam_vaults.view" | "support_access.manage")[]
keyledger.role-created.v1 / account / roleId: string; name: string; permissions: ("accounts.manage" | "directory.manage" | "hosts.manage_users" | "pam_audit.read" | "pam_vaults.approve" | "pam_vaults.break_glass" | "pam_vaults.manage" | "pam_vaults.view" | "support_access.manage")[]
keyledger.role-deleted.v1 / account / roleId: string
keyledger.rotation-candidate-refused.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; rotationId: string; version: number; hostId: string; refusals: number
keyledger.rotation-confirmed.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; rotationId: string; version: number; replacedVersion: number; vaultOnly: boolean; confirmedAt: string; nextRotationAt?: string; replacedScheme?: "plaintext" | "v1"
keyledger.rotation-failed.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; rotationId: string; code: string; detail: string; failuresInRow: number; suspended: boolean; hosts?: { confirmed: string[]; notChanged: string[]; unverified: string[]; expired: string[] }; retryAt?: string
keyledger.rotation-owed.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; trigger: "after_use" | "agent_approved" | "break_glass" | "enrollment" | "exposure" | "force_checkin" | "grant_revoked" | "manual" | "schedule" | "support_disabled" | "undisclosed"
keyledger.rotation-requested.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; rotationId: string; trigger: "after_use" | "agent_approved" | "break_glass" | "enrollment" | "exposure" | "force_checkin" | "grant_revoked" | "manual" | "schedule" | "support_disabled" | "undisclosed"; mode: "hosts" | "manual" | "vault"; hostIds: string[]; requestedAt: string
keyledger.rotation-retried.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; rotationId: string; version: number; hostIds: string[]; retriedAt: string
keyledger.rotation-staged.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; rotationId: string; version: number; previousVersion: number; stagedAt: string
keyledger.scim-connection-created.v1 / scimConnections / connectionId: string; name: string; createdAt: string; createdBy: string
keyledger.scim-connection-deleted.v1 / scimConnections / connectionId: string
keyledger.scim-token-made.v1 / scimConnections / connectionId: string; tokenId: string; hash: string; createdAt: string; createdBy: string; previousUntil?: string
keyledger.scim-token-revoked.v1 / scimConnections / connectionId: string; tokenId: string
keyledger.seal-failed.v1 / seals / organizationId?: string; identityGroupId?: string; identityId: string; version: number; found: "does_not_open" | "missing"
keyledger.session-extended.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; sessionId: string; reason: string; durationMinutes: number; expiresAt: string
keyledger.session-shortened.v1 / identity / identityId: string; identityGroupId: string; organizationId: string; sessionId: string; expiresAt: string; endsAs?: "break_glass"; userId?: string
keyledger.sink-failed.v1 / operations / critical: true; sink: "file" | "https" | "syslog"; code: string; since: string
keyledger.sink-recovered.v1 / operations / sink: "file" | "https" | "syslog"; since: string; recoveredAt: string
keyledger.stream-ahead-found.v1 / damage / damageId: string; stream: string; revision: number; until: string; foundAt: string
keyledger.stream-ahead-settled.v1 / damage / damageId: string; stream: string; upTo: number; reason: string; settledBy: string
keyledger.stream-damage-found.v1 / damage / damageId: string; stream: string; revision: number; type?: string; fault: string; foundAt: string; unauthentic?: true
keyledger.stream-damage-settled.v1 / damage / damageId: string; stream: string; revision: number; lostUpTo?: number; lostBelow?: number; reason: string; settledBy: string
keyledger.stream-replayed.v1 / auditRead / organizationId?: string; stream: string; fromRevision: number
keyledger.support-access-changed.v1 / supportAccess / organizationId: string; windowId: string; reason: string; changedBy: string; changedAt: string; expiresAt?: string
keyledger.support-access-disabled.v1 / supportAccess / organizationId: string; windowId: string; reason: string; disabledBy: string; disabledAt: string; emergency?: true
keyledger.support-access-emergency-disabled.v1 / supportAccess / reason: string; disabledBy: string; disabledAt: string; organizations: number
keyledger.support-access-enabled.v1 / supportAccess / organizationId: string; windowId: string; reason: string; enabledBy: string; enabledAt: string; expiresAt?: string
keyledger.support-access-expired.v1 / supportAccess / organizationId: string; windowId: string; expiresAt: string
keyledger.support-access-expiry-warned.v1 / supportAccess / organizationId: string; windowId: string; expiresAt: string; daysBefore: number
keyledger.target-account-claimed.v1 / targetAccount / organizationId: string; identityGroupId: string; identityId: string; hostId: string; agentId: string; claimedAt: string
keyledger.target-machine-claimed.v1 / targetMachine / organizationId: string; hostId: string; agentId: string; claimedAt: string
keyledger.token-made.v1 / user / userId: string; tokenId: string; name: string; hash: string; createdAt: string; createdBy: string; expiresAt: string; permissions?: ("accounts.manage" | "directory.manage" | "hosts.manage_users" | "pam_audit.read" | "pam_vaults.approve" | "pam_vaults.break_glass" | "pam_vaults.manage" | "pam_vaults.view" | "support_access.manage")[]; addresses?: string[]
keyledger.token-revoked.v1 / user / userId: string; tokenId: string
keyledger.unusual-disclosures-found.v1 / disclosureWatch / userId: string; organizationId: string; values: number; since: string; foundAt: string
keyledger.user-claim-released.v1 / userSubject / userId: string
keyledger.user-claimed.v1 / userEmail userSubject / userId: string
keyledger.user-cleared-of-support.v1 / user / userId: string
keyledger.user-created.v1 / user / userId: string; kind?: "machine"; email?: string; displayName?: string; support: boolean; createdAt: string
keyledger.user-linked.v1 / user / userId: string; idpUserId: string
keyledger.user-marked-as-support.v1 / user / userId: string
keyledger.user-pinned.v1 / user / userId: string; issuer: string; subject: string
keyledger.user-roles-assigned.v1 / user / userId: string; roles: { roleId: string; organizationId?: string }[]
keyledger.user-switched-off.v1 / user / userId: string
keyledger.user-switched-on.v1 / user / userId: string
keyledger.user-unlinked.v1 / user / userId: string; idpUserId: string
keyledger.user-unpinned.v1 / user / userId: string; issuer: string; subject: string
keyledger.vault-changed.v1 / vault / name: string; description?: string; passwordPolicy?: { length: number; classes: { chars: string; min: number }[]; maxClassRun?: number; edgeAlphanumeric?: boolean }; approvalPolicy?: { required: number; approvers: { users: string[]; groups: string[] } }; identityGroupId: string; organizationId: string
keyledger.vault-created.v1 / vault / name: string; description?: string; passwordPolicy?: { length: number; classes: { chars: string; min: number }[]; maxClassRun?: number; edgeAlphanumeric?: boolean }; approvalPolicy?: { required: number; approvers: { users: string[]; groups: string[] } }; identityGroupId: string; organizationId: string; createdAt: string
keyledger.vault-deleted.v1 / vault / identityGroupId: string; organizationId: string
keyledger.vault-keys-destroyed.v1 / vault / identityGroupId: string; organizationId: string
keyledger.vault-member-released.v1 / vaultMembers / organizationId: string; identityGroupId: string; identityId: string
keyledger.vault-member-reserved.v1 / vaultMembers / organizationId: string; identityGroupId: string; identityId: string
keyledger.vault-members-closed.v1 / vaultMembers / organizationId: string; identityGroupId: string
`;
