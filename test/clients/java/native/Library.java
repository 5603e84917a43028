import org.openapitools.client.ApiClient;
import org.openapitools.client.model.Problem;

/** java.net.http and Jackson. */
class Library {
  static ApiClient client(String url, String token) {
    var client = new ApiClient();
    client.updateBaseUri(url);
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    return client;
  }

  static Problem problem(String body) throws Exception {
    return new ApiClient().getObjectMapper().readValue(body, Problem.class);
  }
}
