package dev.journeygateway.extension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Has Camel read each file without starting anything: unknown steps are found so. Beans are left
 * out, for Camel makes them as it reads, and a check opens no connection.
 */
final class ModelCheck {

  private static final Pattern LINE = Pattern.compile("line[:= ]+(\\d+)");

  private ModelCheck() {}

  static List<ExtensionFault> faults(List<Path> files, ClassLoader loader) {
    List<ExtensionFault> faults = new ArrayList<>();
    // Never started, so there is nothing to stop, which would only be told in the log.
    DefaultCamelContext context = new DefaultCamelContext();
    context.setApplicationContextClassLoader(loader);
    context.build();
    for (Path file : files) {
      try {
        String text = RouteFileReader.withoutBeans(Files.readString(file));
        if (!text.isBlank()) {
          var resource = ResourceHelper.fromString(file.toString(), text);
          for (RoutesBuilder builder :
              PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
            ((RouteBuilder) builder).configureRoutes(context);
          }
        }
      } catch (Exception e) {
        faults.add(fault(file, e));
      }
    }
    return faults;
  }

  /** What Camel says of a file, in one line. */
  static ExtensionFault fault(Path file, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String said = String.valueOf(cause.getMessage()).strip();
    Matcher line = LINE.matcher(said);
    return new ExtensionFault(
        file.toString(),
        line.find() ? Integer.parseInt(line.group(1)) : 0,
        "Camel does not take it: %s; correct it or take the file away"
            .formatted(said.replaceAll("\\s+", " ")));
  }
}
