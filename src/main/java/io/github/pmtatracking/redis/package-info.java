/**
 * The address of Redis and the connections to it: one client library, one URL, one connection for
 * each role. While Redis is unavailable, every command fails at once, so that no caller waits and
 * no commands accumulate (docs/formats.md, "Redis connection"). Also prepares a Redis ({@code
 * redis-setup}) and starts an embedded one.
 */
@NullMarked
package io.github.pmtatracking.redis;

import org.jspecify.annotations.NullMarked;
