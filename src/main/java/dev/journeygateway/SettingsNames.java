package dev.journeygateway;

import java.beans.Introspector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * Gives the settings of each part a short name, by which routes ask for them: {@code
 * {{bean:workerSettings.consumers}}}. Spring Boot calls a bean {@code
 * gateway.worker-dev.journeygateway.entry.WorkerSettings}.
 */
@Component
class SettingsNames implements BeanDefinitionRegistryPostProcessor {

  private static final String OURS = "-" + SettingsNames.class.getPackageName() + ".";

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    for (String name : registry.getBeanDefinitionNames()) {
      if ((name.startsWith("gateway") || name.startsWith("channel")) && name.contains(OURS)) {
        registry.registerAlias(name, Introspector.decapitalize(ClassUtils.getShortName(name)));
      }
    }
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    // The names are all there is to do.
  }
}
