import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AccessGrantsApi;
import org.openapitools.client.api.IdentitiesApi;
import org.openapitools.client.api.SessionsApi;
import org.openapitools.client.api.VaultsApi;
import org.openapitools.client.model.AlreadyCheckedOutProblem;
import org.openapitools.client.model.ApprovalRequiredProblem;
import org.openapitools.client.model.CheckoutDto;
import org.openapitools.client.model.CreateIdentityDto;
import org.openapitools.client.model.CreateVaultDto;
import org.openapitools.client.model.GiveGrantDto;

/** A whole checkout with the client as it was generated; tells what it saw as JSON. What differs by library is in Library. */
public class Checkout {
  private interface Call {
    Object execute() throws ApiException;
  }

  private static <P> P refusal(Class<P> kind, Call call) throws Exception {
    try {
      call.execute();
    } catch (ApiException refused) {
      return Library.problem(kind, refused.getResponseBody());
    }
    throw new AssertionError("it was not refused");
  }

  private static ApiClient signedIn(String token) {
    return Library.client(System.getenv("KEYLEDGER_URL") + "/api/v1", token);
  }

  public static void main(String[] arguments) throws Exception {
    var owner = signedIn(System.getenv("OWNER_TOKEN"));
    var ann = signedIn(System.getenv("ANN_TOKEN"));

    var vault = new VaultsApi(owner)
        .createVault(new CreateVaultDto().name("Production").organizationId(System.getenv("ORGANIZATION_ID")), null);
    var identity = new IdentitiesApi(owner)
        .createIdentity(
            new CreateIdentityDto()
                .identityGroupId(vault.getId())
                .name("prod-db-admin")
                .username("admin")
                .credential("s3cret-of-today")
                .credentialType(CreateIdentityDto.CredentialTypeEnum.PASSWORD),
            null);
    new AccessGrantsApi(owner)
        .grantAccess(
            vault.getId(),
            new GiveGrantDto()
                .principalType(GiveGrantDto.PrincipalTypeEnum.USER)
                .principalId(System.getenv("ANN_IDP_USER_ID"))
                .level(GiveGrantDto.LevelEnum.CHECKOUT),
            null);

    var asked = new CheckoutDto().reason("Ticket 4711").durationMinutes(30);
    var held = new SessionsApi(ann).checkOutIdentity(identity.getId(), asked, null);
    var taken =
        refusal(
            AlreadyCheckedOutProblem.class,
            () -> new SessionsApi(owner).checkOutIdentity(identity.getId(), asked, null));
    var guarded =
        refusal(
            ApprovalRequiredProblem.class,
            () -> new SessionsApi(ann).checkOutIdentity(System.getenv("GUARDED_IDENTITY_ID"), asked, null));
    var back = new SessionsApi(ann).checkInSession(held.getSession().getId(), null);

    var holder = taken.getHolders().get(0);
    var request = guarded.getRequests().get(0);
    System.out.printf(
        "{\"vault\":\"%s\",\"value\":\"%s\",\"holder\":[\"%s\",\"%s\",%s],"
            + "\"requests\":[\"%s\",\"%s\",\"%s\"],\"session\":[\"%s\",\"%s\"]}%n",
        vault.getName(), held.getCredential().getValue(),
        taken.getCode(), holder.getUserEmail(), holder.getOwn(),
        guarded.getCode(), request.getId(), request.getStatus(),
        back.getStatus(), back.getEndedBy());
  }
}
