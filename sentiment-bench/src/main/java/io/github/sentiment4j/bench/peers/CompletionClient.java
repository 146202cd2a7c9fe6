package io.github.sentiment4j.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/** A client that asks llama.cpp's server for one token and keeps its connections open. */
final class CompletionClient {
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String grammar = LabelGrammar.of(Peer.LABELS).gbnf();
  private final URI server;

  CompletionClient(URI server) {
    this.server = server;
  }

  /** Returns whether the server has opened its model. */
  boolean isReady() {
    try {
      return send(request("/health").GET().build()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns the answer to a prompt.
   *
   * @throws IOException if the server gives none
   */
  String complete(String prompt) throws IOException {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("prompt", prompt)
            .put("n_predict", 1)
            .put("temperature", 0)
            .put("grammar", grammar)
            .toString();
    HttpResponse<String> response =
        send(
            request("/completion")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    if (response.statusCode() == 200) {
      JsonNode content = JSON.readTree(response.body()).path("content");
      if (content.isTextual()) {
        return content.asText();
      }
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
