// A whole checkout with the client as it was generated; tells what it saw as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	openapi "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func signedIn(token string) *openapi.APIClient {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: os.Getenv("KEYLEDGER_URL") + "/api/v1"}}
	configuration.AddDefaultHeader("Authorization", "Bearer "+token)
	return openapi.NewAPIClient(configuration)
}

func must[T any](answer *T, err error) *T {
	if err != nil {
		var refused *openapi.GenericOpenAPIError
		if errors.As(err, &refused) {
			fmt.Fprintln(os.Stderr, string(refused.Body()))
		}
		panic(err)
	}
	return answer
}

func refusal[P any](err error) (problem P) {
	var refused *openapi.GenericOpenAPIError
	if !errors.As(err, &refused) {
		panic(err)
	}
	if _, read := refused.Model().(openapi.Problem); !read {
		panic(err)
	}
	if failed := json.Unmarshal(refused.Body(), &problem); failed != nil {
		panic(failed)
	}
	return problem
}

func main() {
	ctx := context.Background()
	owner, ann := signedIn(os.Getenv("OWNER_TOKEN")), signedIn(os.Getenv("ANN_TOKEN"))

	newVault := openapi.NewCreateVaultDto("Production", os.Getenv("ORGANIZATION_ID"))
	vault, _, err := owner.VaultsAPI.CreateVault(ctx).CreateVaultDto(*newVault).Execute()
	must(vault, err)
	newIdentity := openapi.NewCreateIdentityDto(vault.Id, "prod-db-admin", "admin", "s3cret-of-today", "password")
	identity, _, err := owner.IdentitiesAPI.CreateIdentity(ctx).CreateIdentityDto(*newIdentity).Execute()
	must(identity, err)
	newGrant := openapi.NewGiveGrantDto("user", os.Getenv("ANN_IDP_USER_ID"), "checkout")
	must(first(owner.AccessGrantsAPI.GrantAccess(ctx, vault.Id).GiveGrantDto(*newGrant).Execute()))

	asked := openapi.NewCheckoutDto("Ticket 4711", 30)
	held, _, err := ann.SessionsAPI.CheckOutIdentity(ctx, identity.Id).CheckoutDto(*asked).Execute()
	must(held, err)
	_, _, taken := owner.SessionsAPI.CheckOutIdentity(ctx, identity.Id).CheckoutDto(*asked).Execute()
	_, _, guarded := ann.SessionsAPI.CheckOutIdentity(ctx, os.Getenv("GUARDED_IDENTITY_ID")).CheckoutDto(*asked).Execute()
	back, _, err := ann.SessionsAPI.CheckInSession(ctx, held.Session.Id).Execute()
	must(back, err)

	isTaken := refusal[openapi.AlreadyCheckedOutProblem](taken)
	needsApproval := refusal[openapi.ApprovalRequiredProblem](guarded)
	told, _ := json.Marshal(map[string]any{
		"vault":    vault.Name,
		"value":    held.Credential.Value,
		"holder":   []any{isTaken.Code, isTaken.Holders[0].UserEmail, isTaken.Holders[0].Own},
		"requests": []any{needsApproval.Code, needsApproval.Requests[0].Id, needsApproval.Requests[0].Status},
		"session":  []any{back.Status, back.GetEndedBy()},
	})
	fmt.Println(string(told))
}

func first[T any](answer *T, _ any, err error) (*T, error) { return answer, err }
