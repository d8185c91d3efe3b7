/**
 * Helpers for Lettuce, the Redis client: the type of a connection, waiting for a reply, and Lua
 * scripts. They know neither Camel nor any other package of this project, so that a component can
 * use them and still move to a project of its own.
 */
@NullMarked
package io.github.pmtatracking.lettuce;

import org.jspecify.annotations.NullMarked;
