package io.github.sentiment4j.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uses a server that answers like llama.cpp's. */
class CompletionClientTest {
  private HttpServer server;
  private CompletionClient client;
  private int status = 200;
  private String answer = "";
  private String request = "";

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client = new CompletionClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void complete_answer_isItsContent() throws IOException {
    answer = "{\"index\":0,\"content\":\"neutral\",\"stop\":true,\"id_task\":null}";

    assertThat(client.complete("Shares rise\n情绪：")).isEqualTo("neutral");
    JsonNode sent = new ObjectMapper().readTree(request);
    assertThat(sent.path("prompt").asText()).isEqualTo("Shares rise\n情绪：");
    assertThat(sent.path("n_predict").asInt()).isEqualTo(1);
    assertThat(sent.path("temperature")).isEqualTo(IntNode.valueOf(0));
    assertThat(sent.path("grammar").asText()).contains("neutral");
  }

  @Test
  void complete_serverRefuses_saysStatusAndWhatItSaid() {
    status = 400;
    answer = "{\"error\":{\"message\":\"the grammar is wrong\"}}";

    assertThatThrownBy(() -> client.complete("x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("status 400")
        .hasMessageContaining("the grammar is wrong");
  }

  @Test
  void complete_otherJson_saysWhatItGot() {
    answer = "{\"choices\":[]}";

    assertThatThrownBy(() -> client.complete("x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("{\"choices\":[]}");
  }

  @Test
  void isReady_loadingServerAndNoServer_false() {
    assertThat(client.isReady()).isTrue();

    status = 503; // while it opens its model
    assertThat(client.isReady()).isFalse();

    server.stop(0);
    assertThat(client.isReady()).isFalse();
  }
}
