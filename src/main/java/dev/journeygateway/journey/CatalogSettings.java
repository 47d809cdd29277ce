package dev.journeygateway.journey;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The catalogue.
 *
 * @param catalog the file with applications, journeys and tokens; where there is none, the one
 *     carried inside is used
 */
@ConfigurationProperties(prefix = "gateway")
record CatalogSettings(@DefaultValue("./config/journeys.yaml") Path catalog) {}
