package dev.journeygateway.journey;

import java.io.StringReader;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * On which line of a YAML text something is. The text is read a second time for it, which only a
 * text that is refused costs.
 */
final class YamlLines {

  private YamlLines() {}

  /**
   * The line of the last step of the place that is there, counted from 1.
   *
   * @param place names of fields and positions in lists, from the top
   */
  static int of(String text, List<Object> place) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    try {
      Node node = new Yaml(options).compose(new StringReader(text));
      return node == null ? 1 : line(node, place);
    } catch (YAMLException e) {
      return 1;
    }
  }

  private static int line(Node top, List<Object> place) {
    Node node = top;
    int line = top.getStartMark().getLine();
    for (Object step : place) {
      if (node instanceof MappingNode mapping && step instanceof String field) {
        NodeTuple found = null;
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(field)) {
            found = tuple;
          }
        }
        if (found == null) {
          break;
        }
        line = found.getKeyNode().getStartMark().getLine();
        node = found.getValueNode();
      } else if (node instanceof SequenceNode sequence
          && step instanceof Integer index
          && index >= 0
          && index < sequence.getValue().size()) {
        node = sequence.getValue().get(index);
        line = node.getStartMark().getLine();
      } else {
        break;
      }
    }
    return line + 1;
  }
}
