import org.openapitools.client.ApiClient;
import org.openapitools.client.model.Problem;

/** OkHttp and Gson. */
class Library {
  static ApiClient client(String url, String token) {
    var client = new ApiClient().setBasePath(url);
    client.setBearerToken(token);
    return client;
  }

  static Problem problem(String body) throws Exception {
    return Problem.fromJson(body);
  }
}
