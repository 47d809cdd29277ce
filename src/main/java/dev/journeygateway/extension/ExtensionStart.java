package dev.journeygateway.extension;

import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * Checks the extensions before the gateway starts, and gives it a class loader that knows their
 * jars. It is the same for the jar, the unpacked jar and a run from the source, for it is made here
 * and nowhere else.
 */
public final class ExtensionStart
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionStart.class);

  private final BundleRoutes bundle;

  public ExtensionStart(BundleRoutes bundle) {
    this.bundle = bundle;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    bundle.replaced().forEach(file -> LOG.info("{} replaces the bundle's own route", file));
    for (String file : bundle.added()) {
      LOG.warn(
          "{} replaces no route of the bundle; routes of your own belong into extensions/", file);
    }
    Environment environment = event.getEnvironment();
    Set<String> roles =
        Binder.get(environment)
            .bind("gateway.roles", Bindable.setOf(String.class))
            .orElse(Set.of("extensions"));
    if (roles.stream().noneMatch("extensions"::equalsIgnoreCase)) {
      return;
    }
    Path folder = folder(environment);
    ClassLoader ours = event.getSpringApplication().getClassLoader();
    CheckedExtensions checked = ExtensionCheck.check(new ExtensionFolder(folder), bundle, ours);
    SpringApplication application = event.getSpringApplication();
    if (checked.loader() != ours) {
      application.setResourceLoader(new DefaultResourceLoader(checked.loader()));
      // What looks for classes by the thread's loader finds the jars, too.
      Thread.currentThread().setContextClassLoader(checked.loader());
    }
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("checkedExtensions", checked));
  }

  /** As the setting says, here where no settings are bound yet. */
  private static Path folder(Environment environment) {
    return Binder.get(environment)
        .bind("gateway.extensions", Path.class)
        .orElse(Path.of("./extensions"))
        .normalize();
  }
}
