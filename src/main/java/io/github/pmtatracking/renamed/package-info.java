/**
 * The names that an earlier version had, with the new ones, in the table {@code renamed-names.txt}:
 * settings, health checks, log fields, and the beans, methods, routes, route configurations,
 * classes, headers and options that a route file can contain. A start with an old name in the
 * settings or in a route file ends with one line that has the new name. The names of health checks
 * and log fields are only listed, for operators. This package reads the text of settings and route
 * files, and does not know their meaning.
 */
@NullMarked
package io.github.pmtatracking.renamed;

import org.jspecify.annotations.NullMarked;
