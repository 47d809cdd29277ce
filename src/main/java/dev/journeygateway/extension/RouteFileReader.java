package dev.journeygateway.extension;

import dev.journeygateway.extension.RouteFile.Call;
import dev.journeygateway.extension.RouteFile.Named;
import dev.journeygateway.extension.RouteFile.Route;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the outline of a file of routes, canonical or short, with the lines that things are in.
 * What the steps mean is Camel's to say.
 */
final class RouteFileReader {

  /** What an extension may hold, beside routes. */
  private static final Set<String> TAKEN =
      Set.of(
          "route",
          "from",
          "beans",
          "routeConfiguration",
          "onException",
          "errorHandler",
          "onCompletion",
          "intercept",
          "interceptFrom");

  /** Endpoints whose name may be a parameter instead of a part of the URI, as Kaoto writes it. */
  private static final Map<String, String> NAME_PARAMETERS =
      Map.of("direct", "name", "seda", "name", "platform-http", "path", "kafka", "topic");

  private final String file;
  private final List<ExtensionFault> faults;
  private final List<Route> routes = new ArrayList<>();
  private final List<Named> configurations = new ArrayList<>();
  private final List<Named> beans = new ArrayList<>();

  private RouteFileReader(String file, List<ExtensionFault> faults) {
    this.file = file;
    this.faults = faults;
  }

  /**
   * Reads a file.
   *
   * @param faults what is wrong with it is added here
   */
  static RouteFile read(String file, String text, List<ExtensionFault> faults) {
    RouteFileReader reader = new RouteFileReader(file, faults);
    try {
      Node root =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
      if (root instanceof SequenceNode list) {
        list.getValue().forEach(reader::entry);
      } else if (root == null) {
        reader.fault(root, "the file is empty; write a route into it or take it away");
      } else {
        reader.fault(
            root,
            "the file must be a list that begins with \"- route:\"; see docs/add-a-door.md for"
                + " one");
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      faults.add(
          new ExtensionFault(
              file,
              line,
              "this is no YAML (%s); correct it or take the file away"
                  .formatted(e.getProblem().strip())));
    } catch (YAMLException e) {
      faults.add(
          new ExtensionFault(
              file,
              0,
              "this is no YAML (%s); correct it or take the file away"
                  .formatted(e.getMessage().lines().findFirst().orElse(""))));
    }
    return new RouteFile(file, reader.routes, reader.configurations, reader.beans);
  }

  /** A file's text with as many lines, and no beans. */
  static String withoutBeans(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    if (root instanceof SequenceNode list) {
      List<Node> entries = list.getValue();
      for (int i = 0; i < entries.size(); i++) {
        boolean last = i == entries.size() - 1;
        if (child(entries.get(i), "beans").isPresent()) {
          int end = last ? lines.size() : line(entries.get(i + 1)) - 1;
          for (int line = line(entries.get(i)); line <= end; line++) {
            lines.set(line - 1, "");
          }
        }
      }
    }
    return String.join("\n", lines);
  }

  private static int line(Node node) {
    return node == null ? 0 : node.getStartMark().getLine() + 1;
  }

  private void fault(Node node, String sentence) {
    faults.add(new ExtensionFault(file, line(node), sentence));
  }

  private void entry(Node node) {
    if (!(node instanceof MappingNode entry) || entry.getValue().isEmpty()) {
      fault(node, "each entry of the list must be a name with something under it, as \"- route:\"");
      return;
    }
    for (NodeTuple pair : entry.getValue()) {
      String name = text(pair.getKeyNode());
      Node value = pair.getValueNode();
      String kind = camelCase(name);
      if (!TAKEN.contains(kind)) {
        fault(
            pair.getKeyNode(),
            "an extension holds no \"%s\"; write its routes one by one under \"- route:\""
                .formatted(name));
      } else if (kind.equals("route")) {
        route(pair.getKeyNode(), value);
      } else if (kind.equals("from")) {
        from(pair.getKeyNode(), Optional.empty(), value);
      } else if (kind.equals("beans")) {
        names(value, "name", beans);
      } else if (kind.equals("routeConfiguration")) {
        configuration(pair.getKeyNode(), value);
      }
    }
  }

  private void configuration(Node key, Node value) {
    Optional<Node> id = child(value, "id");
    if (id.isEmpty()) {
      fault(key, "a routeConfiguration needs an id, for without one it would be every route's");
    } else {
      configurations.add(new Named(text(id.get()), line(id.get())));
    }
  }

  private void names(Node list, String field, List<Named> into) {
    if (list instanceof SequenceNode sequence) {
      for (Node one : sequence.getValue()) {
        child(one, field).ifPresent(name -> into.add(new Named(text(name), line(name))));
      }
    }
  }

  private void route(Node key, Node route) {
    Optional<Node> from = child(route, "from");
    if (from.isEmpty()) {
      fault(key, "a route needs a from with a uri and steps");
      return;
    }
    from(key, child(route, "id"), from.get());
  }

  private void from(Node key, Optional<Node> id, Node from) {
    Optional<Call> source = call(from);
    if (source.isEmpty()) {
      fault(key, "a route needs a from with a uri and steps");
      return;
    }
    List<Call> calls = new ArrayList<>();
    child(from, "steps").ifPresent(steps -> collect(steps, calls));
    routes.add(
        new Route(
            id.or(() -> child(from, "id")).map(RouteFileReader::text),
            line(key),
            source.get(),
            calls));
  }

  /** Every endpoint in the steps below a node. */
  private void collect(Node node, List<Call> calls) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(one -> collect(one, calls));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple pair : mapping.getValue()) {
        String name = camelCase(text(pair.getKeyNode()));
        Node value = pair.getValueNode();
        boolean sends = Set.of("to", "toD", "wireTap", "poll").contains(name);
        Optional<Call> call = sends ? call(value) : fixed(name, value);
        call.ifPresent(calls::add);
        collect(value, calls);
      }
    }
  }

  /** The endpoint of an enrich and its like, where it is a fixed text. */
  private static Optional<Call> fixed(String name, Node value) {
    boolean computed =
        Set.of("enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter")
            .contains(name);
    return computed
        ? child(value, "expression")
            .or(() -> Optional.of(value))
            .flatMap(
                expression -> child(expression, "constant").or(() -> child(expression, "simple")))
            .map(text -> child(text, "expression").orElse(text))
            .filter(text -> text(text).matches("[a-z][a-z0-9+.-]*:.*"))
            .map(text -> new Call(text(text), line(text)))
        : Optional.empty();
  }

  /** {@code to: direct:x}, or a mapping with a uri and perhaps parameters. */
  private static Optional<Call> call(Node node) {
    if (node instanceof ScalarNode) {
      return Optional.of(new Call(text(node), line(node)));
    }
    return child(node, "uri")
        .map(
            uri -> {
              String text = text(uri);
              Optional<Node> name =
                  child(node, "parameters")
                      .flatMap(parameters -> child(parameters, NAME_PARAMETERS.get(text)));
              return new Call(text + name.map(one -> ":" + text(one)).orElse(""), line(uri));
            });
  }

  private static Optional<Node> child(Node node, String name) {
    if (name != null && node instanceof MappingNode mapping) {
      for (NodeTuple pair : mapping.getValue()) {
        if (camelCase(text(pair.getKeyNode())).equals(name)) {
          return Optional.of(pair.getValueNode());
        }
      }
    }
    return Optional.empty();
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Camel takes {@code wire-tap} for {@code wireTap}. */
  private static String camelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (String part : name.split("-")) {
      text.append(
          text.isEmpty() || part.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return text.toString();
  }
}
