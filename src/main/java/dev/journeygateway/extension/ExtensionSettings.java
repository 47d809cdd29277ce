package dev.journeygateway.extension;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Routes and jars of a team's own.
 *
 * @param extensions the folder with them; need not be there
 */
@ConfigurationProperties(prefix = "gateway")
record ExtensionSettings(@DefaultValue("./extensions") Path extensions) {}
