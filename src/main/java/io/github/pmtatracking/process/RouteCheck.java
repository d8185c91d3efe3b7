package io.github.pmtatracking.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the typing errors in routes with which Camel would start: a {@code routeConfigurationId}
 * without its configuration, and a {@code direct:} or {@code seda:} that no route reads.
 */
final class RouteCheck {
  private final CamelContext context;
  private final Model model;
  private final List<String> faults = new ArrayList<>();

  private RouteCheck(CamelContext context) {
    this.context = context;
    this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
  }

  /** A line for each fault of the routes that the context has loaded; empty when there is none. */
  static List<String> faults(CamelContext context) {
    RouteCheck check = new RouteCheck(context);
    check.run();
    return check.faults;
  }

  private void run() {
    Set<String> configurations =
        model.getRouteConfigurationDefinitions().stream()
            .map(RouteConfigurationDefinition::getId)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> read =
        model.getRouteDefinitions().stream()
            .map(route -> internal(route.getInput().getEndpointUri()))
            .filter(name -> name != null)
            .collect(Collectors.toCollection(TreeSet::new));
    for (RouteConfigurationDefinition configuration : model.getRouteConfigurationDefinitions()) {
      configuration.getOnExceptions().forEach(handler -> steps(handler.getOutputs(), read));
    }
    for (RouteDefinition route : model.getRouteDefinitions()) {
      configurationsOf(route, configurations);
      steps(route.getOutputs(), read);
    }
  }

  private void configurationsOf(RouteDefinition route, Set<String> known) {
    String ids = route.getRouteConfigurationId();
    if (ids == null) {
      return;
    }
    for (String id : ids.split(",")) {
      if (known.stream().noneMatch(name -> PatternHelper.matchPattern(name, id.strip()))) {
        fault(route, "routeConfigurationId", id.strip(), "is none of " + known);
      }
    }
  }

  private void steps(List<ProcessorDefinition<?>> outputs, Set<String> read) {
    Collection<ProcessorDefinition> steps =
        ProcessorDefinitionHelper.filterTypeInOutputs(outputs, ProcessorDefinition.class);
    for (ProcessorDefinition<?> step : steps) {
      if (step instanceof EndpointRequiredDefinition sending) {
        requireReader(step, sending.getEndpointUri(), read);
      } else if (step instanceof ExpressionNode node
          && node.getExpression() != null
          && "constant".equals(node.getExpression().getLanguage())) {
        requireReader(step, node.getExpression().getExpression(), read);
      }
    }
  }

  private void requireReader(NamedNode step, @Nullable String uri, Set<String> read) {
    String name = internal(uri);
    if (name != null && !read.contains(name)) {
      fault(step, "uri", name, "is read by no route; read are " + read);
    }
  }

  /** The address of {@code direct:} and {@code seda:}, without options; null for other URIs. */
  private @Nullable String internal(@Nullable String uri) {
    if (uri == null) {
      return null;
    }
    String address = context.resolvePropertyPlaceholders(uri).replaceFirst("\\?.*", "");
    String name = address.replaceFirst("^(direct|seda):/*", "$1:");
    return name.startsWith("direct:") || name.startsWith("seda:") ? name : null;
  }

  private void fault(NamedNode node, String attribute, String value, String wanted) {
    String file = node.getLocation() == null ? "route" : node.getLocation();
    faults.add(
        "%s, line %d: %s \"%s\" %s"
            .formatted(
                file.replaceFirst("^file:(//)?", ""),
                node.getLineNumber(),
                attribute,
                value,
                wanted));
  }
}
