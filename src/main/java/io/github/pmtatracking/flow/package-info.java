/**
 * Where Camel and the beans meet: each flow says which routes it loads and builds, by constructor,
 * every bean that these may name. Plumbing that no operator should edit is here too, as Java
 * routes.
 */
@NullMarked
package io.github.pmtatracking.flow;

import org.jspecify.annotations.NullMarked;
