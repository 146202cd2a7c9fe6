module consumer {
  requires io.github.sentiment4j;
}
