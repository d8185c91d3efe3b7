/**
 * The Camel component {@code redis-queue:}, a Redis list as a reliable queue. A consumer reserves a
 * batch of entries under a lease, gives it to the route as one exchange, and acknowledges it after
 * the route is done with it. When a consumer dies, its lease ends, and another consumer takes the
 * batch over. Knows nothing of tracking; of this project it imports only the packages {@code
 * lettuce} and {@code text}.
 */
@NullMarked
package io.github.pmtatracking.component.redisqueue;

import org.jspecify.annotations.NullMarked;
