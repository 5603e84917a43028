import org.openapitools.client.ApiClient;
import org.openapitools.client.JSON;

/** OkHttp and Gson. */
class Library {
  static ApiClient client(String url, String token) {
    var client = new ApiClient().setBasePath(url);
    client.setBearerToken(token);
    return client;
  }

  static <P> P problem(Class<P> kind, String body) {
    return JSON.getGson().fromJson(body, kind);
  }
}
