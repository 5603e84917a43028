"""A whole checkout with the client as it was generated; tells what it saw as JSON."""

import json
from os import environ

import openapi_client as api


def signed_in(token):
    configuration = api.Configuration(host=environ["KEYLEDGER_URL"] + "/api/v1", access_token=token)
    return api.ApiClient(configuration)


def refusal(kind, call):
    try:
        call()
    except api.ApiException as refused:
        return kind.from_json(refused.body)
    raise AssertionError("it was not refused")


owner, ann = signed_in(environ["OWNER_TOKEN"]), signed_in(environ["ANN_TOKEN"])

vault = api.VaultsApi(owner).create_vault(
    api.CreateVaultDto(name="Production", organization_id=environ["ORGANIZATION_ID"])
)
identity = api.IdentitiesApi(owner).create_identity(
    api.CreateIdentityDto(
        identity_group_id=vault.id,
        name="prod-db-admin",
        username="admin",
        credential="s3cret-of-today",
        credential_type="password",
    )
)
api.AccessGrantsApi(owner).grant_access(
    vault.id,
    api.GiveGrantDto(principal_type="user", principal_id=environ["ANN_IDP_USER_ID"], level="checkout"),
)

asked = api.CheckoutDto(reason="Ticket 4711", duration_minutes=30)
held = api.SessionsApi(ann).check_out_identity(identity.id, asked)
taken = refusal(
    api.AlreadyCheckedOutProblem, lambda: api.SessionsApi(owner).check_out_identity(identity.id, asked)
)
guarded = refusal(
    api.ApprovalRequiredProblem,
    lambda: api.SessionsApi(ann).check_out_identity(environ["GUARDED_IDENTITY_ID"], asked),
)
back = api.SessionsApi(ann).check_in_session(held.session.id)

print(
    json.dumps(
        {
            "vault": vault.name,
            "value": held.credential.value,
            "holder": [taken.code, taken.holders[0].user_email, taken.holders[0].own],
            "requests": [guarded.code, guarded.requests[0].id, guarded.requests[0].status],
            "session": [back.status, back.ended_by],
        }
    )
)
