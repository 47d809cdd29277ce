package dev.journeygateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A description as it is served, with the schemas in it. */
public record Description(JsonNode root, JsonSchemaFactory schemas) {

  public static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String PLACE = "https://journey-gateway.test/description";

  public static Description read(HttpResponse<String> served) throws IOException {
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(served.headers().firstValue("Content-Type")).hasValue("application/yaml");
    JsonNode root = YAML.readTree(served.body());
    String text = root.toString();
    return new Description(
        root,
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(PLACE, text)))));
  }

  /** The node, or the one that it refers to, as a pointer into the document. */
  public String resolve(String pointer) {
    JsonNode reference = root.at(pointer).get("$ref");
    return reference == null ? pointer : resolve(reference.asText().substring(1));
  }

  public JsonNode at(String pointer) {
    return root.at(resolve(pointer));
  }

  public Set<String> faults(String schemaPointer, JsonNode value) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return schemas
        .getSchema(SchemaLocation.of(PLACE + "#" + schemaPointer), config)
        .validate(value)
        .stream()
        .map(ValidationMessage::getMessage)
        .collect(Collectors.toSet());
  }

  /** All names below a pointer. */
  public List<String> names(String pointer) {
    List<String> names = new ArrayList<>();
    at(pointer).fieldNames().forEachRemaining(names::add);
    return names;
  }
}
