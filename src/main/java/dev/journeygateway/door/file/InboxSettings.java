package dev.journeygateway.door.file;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The folder door's folder.
 *
 * @param inbox a folder with one folder for each journey; created when it is missing
 */
@ConfigurationProperties(prefix = "gateway")
public record InboxSettings(@DefaultValue("./inbox") Path inbox) {}
