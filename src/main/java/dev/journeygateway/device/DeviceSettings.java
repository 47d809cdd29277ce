package dev.journeygateway.device;

import dev.journeygateway.list.BadRows;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files of devices are loaded.
 *
 * @param badRows refuse-file, skip, or a percentage such as 5%: how many bad rows such a file may
 *     have, so that its other rows are loaded
 */
@ConfigurationProperties("gateway.devices")
record DeviceSettings(@DefaultValue("skip") BadRows badRows) {}
