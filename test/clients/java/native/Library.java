import org.openapitools.client.ApiClient;

/** java.net.http and Jackson. */
class Library {
  static ApiClient client(String url, String token) {
    var client = new ApiClient();
    client.updateBaseUri(url);
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    return client;
  }

  static <P> P problem(Class<P> kind, String body) throws Exception {
    return new ApiClient().getObjectMapper().readValue(body, kind);
  }
}
