package dev.journeygateway.extension;

import dev.journeygateway.door.DoorSettings;
import dev.journeygateway.door.http.HttpSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.InterceptFromDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * Adds the routes of the extensions once ours go: one file after the other, so that a fault has the
 * name of its file.
 */
final class ExtensionRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionRoutes.class);
  private static final String RAISE = "raise-to-caller";

  private final CheckedExtensions extensions;
  private final DoorSettings doors;
  private final ApplicationContext beans;
  private final SeamHeaderGuard guard = new SeamHeaderGuard();
  private final BeginExtensionRoute begin;

  ExtensionRoutes(
      CheckedExtensions extensions,
      DoorSettings doors,
      HttpSettings http,
      ApplicationContext beans) {
    this.extensions = extensions;
    this.doors = doors;
    this.beans = beans;
    this.begin = new BeginExtensionRoute(guard, http.maxBody().toBytes());
  }

  private void requireKnownDoors() {
    for (String name : doors.names()) {
      if (extensions.doors().stream().noneMatch(door -> DoorSettings.names(name, door))) {
        throw new IllegalArgumentException(
            "gateway.doors.%s is set, and no extension has a door of that id; those here are %s"
                .formatted(name, extensions.doors()));
      }
    }
  }

  /** Not in a configuration of Camel's, which only logs what fails once it has started. */
  @EventListener(ApplicationStartedEvent.class)
  public void start() {
    requireKnownDoors();
    if (extensions.files().isEmpty()) {
      return;
    }
    extensions.files().forEach(this::requireOwnBeans);
    CamelContext context = beans.getBean(CamelContext.class);
    context
        .getCamelContextExtension()
        .registerEndpointCallback((uri, endpoint) -> guarded(context, endpoint));
    for (CheckedExtensions.Checked file : extensions.files()) {
      try {
        add(file, context);
      } catch (Exception e) {
        throw new ExtensionRefusedException(ModelCheck.fault(file.path(), e), e);
      }
    }
    extensions.lines().forEach(line -> LOG.info("Extension {}", line));
  }

  private void requireOwnBeans(CheckedExtensions.Checked file) {
    for (RouteFile.Named bean : file.outline().beans()) {
      if (beans.containsBean(bean.name())) {
        throw new ExtensionRefusedException(
            List.of(
                new ExtensionFault(
                    file.path().toString(),
                    bean.line(),
                    "the gateway has a bean %s of its own; call yours otherwise"
                        .formatted(bean.name()))));
      }
    }
  }

  private void add(CheckedExtensions.Checked file, CamelContext context) throws Exception {
    Path path = file.path().toAbsolutePath();
    Collection<RoutesBuilder> builders =
        PluginHelper.getRoutesLoader(context)
            .findRoutesBuilders(ResourceHelper.resolveResource(context, "file:" + path));
    for (RoutesBuilder builder : builders) {
      if (builder instanceof RouteConfigurationsBuilder configurations) {
        context.addRoutesConfigurations(configurations);
      }
    }
    for (RoutesBuilder builder : builders) {
      if (builder instanceof RouteBuilder routes) {
        routes.addLifecycleInterceptor(
            new RouteBuilderLifecycleStrategy() {
              @Override
              public void beforeConfigure(RouteBuilder empty) {
                prepare(empty.getRouteCollection(), file.outline(), context);
              }
            });
      }
      context.addRoutes(builder);
    }
  }

  /**
   * Lets what Camel reads have what every route of an extension has. It must be there before Camel
   * puts a route together, which it does as soon as the file is read.
   */
  private void prepare(RoutesDefinition read, RouteFile outline, CamelContext context) {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    read.setRoutes(
        new ArrayList<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public boolean add(RouteDefinition route) {
            if (route.getId() == null) {
              route.setId(outline.baseName());
            }
            if (route.getRouteConfigurationId() == null) {
              route.setRouteConfigurationId(RAISE);
            }
            if (model.getRouteDefinition(route.getId()) != null) {
              throw new IllegalArgumentException("the id " + route.getId() + " is taken");
            }
            route.addInterceptStrategy(guard);
            return super.add(route);
          }
        });
    InterceptFromDefinition first = new InterceptFromDefinition();
    first.addOutput(new ProcessDefinition(begin));
    read.getInterceptFroms().add(first);
  }

  /** Where a transport has a filter of its own for headers, ours comes first. */
  private static Endpoint guarded(CamelContext context, Endpoint endpoint) {
    Object aware =
        endpoint instanceof HeaderFilterStrategyAware
            ? endpoint
            : PluginHelper.getBeanIntrospection(context)
                .getOrElseProperty(endpoint, "configuration", null, false);
    if (aware instanceof HeaderFilterStrategyAware filtered) {
      var theirs = filtered.getHeaderFilterStrategy();
      boolean ours =
          theirs != null && theirs.getClass().getName().startsWith("dev.journeygateway.");
      if (!ours) {
        filtered.setHeaderFilterStrategy(new OutsideNames(theirs));
      }
    }
    return endpoint;
  }
}
