package io.github.pmtatracking.component.smtpproxy.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;

/** The default values of a class of options: those of the metadata, and those of a new object. */
final class MetadataDefaults {
  private static final String FILE =
      "/META-INF/io/github/pmtatracking/component/smtpproxy/smtp-proxy.json";

  private MetadataDefaults() {}

  /** Default values of the metadata by option; an option without a default has an empty text. */
  static Map<String, String> inMetadata(Class<?> type) throws IOException {
    Map<String, String> defaults = new TreeMap<>();
    try (InputStream in = MetadataDefaults.class.getResourceAsStream(FILE)) {
      JsonNode options = new ObjectMapper().readTree(in).get("properties");
      for (String option : inObject(type, null).keySet()) {
        JsonNode metadata = options.get(option);
        String value = metadata.path("defaultValue").asText();
        boolean duration = metadata.get("type").asText().equals("duration");
        defaults.put(option, duration ? Long.toString(TimeUtils.toMilliSeconds(value)) : value);
      }
    }
    return defaults;
  }

  /**
   * The values of an object's getters by option.
   *
   * @param object null for empty texts
   */
  static Map<String, String> inObject(Class<?> type, Object object) {
    Map<String, String> values = new TreeMap<>();
    Stream.of(type.getDeclaredMethods())
        .filter(method -> method.getName().matches("(get|is)[A-Z].*"))
        .filter(method -> method.getParameterCount() == 0)
        .forEach(method -> values.put(option(method), object == null ? "" : value(method, object)));
    return values;
  }

  private static String option(Method getter) {
    String name = getter.getName().replaceFirst("get|is", "");
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static String value(Method getter, Object object) {
    try {
      Object value = getter.invoke(object);
      return value == null ? "" : value.toString();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
