/**
 * Where Redis is and how it is reached: one client library, one URL, one connection a role. While
 * Redis is away every command fails at once, so that nobody waits and nothing piles up
 * (docs/formats.md, "Redis connection").
 */
@NullMarked
package io.github.pmtatracking.redis;

import org.jspecify.annotations.NullMarked;
