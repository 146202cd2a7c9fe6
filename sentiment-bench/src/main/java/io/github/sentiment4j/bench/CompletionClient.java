package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.LabelGrammar;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks llama.cpp's server for one token of an answer. Connections are kept open. */
final class CompletionClient {
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String grammar = LabelGrammar.of(Peer.LABELS).gbnf();
  private final URI server;

  CompletionClient(URI server) {
    this.server = server;
  }

  /** Whether the server has opened its model. */
  boolean isReady() {
    try {
      return send(request("/health").GET().build()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The answer to a prompt.
   *
   * @throws IOException if the server does not give one
   */
  String complete(String prompt) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("prompt", prompt);
    body.put("n_predict", 1);
    body.put("temperature", 0);
    body.put("grammar", grammar);
    HttpResponse<String> response =
        send(
            request("/completion")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(body)))
                .build());
    if (response.statusCode() == 200
        && Json.parse(response.body()) instanceof Map<?, ?> answer
        && answer.get("content") instanceof String content) {
      return content;
    }
    throw new IOException(
        "Expected an answer of llama.cpp's server, got status "
            + response.statusCode()
            + ": "
            + response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(LONGEST_ANSWER);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while llama.cpp's server was answering");
    }
  }
}
