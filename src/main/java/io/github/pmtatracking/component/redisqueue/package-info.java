/**
 * The Camel component {@code redis-queue:}, a Redis list as a reliable queue: a consumer reserves a
 * batch of entries under a lease, hands it to the route as one exchange, and acknowledges it after
 * the route is done with it. A consumer that dies leaves a lease that runs out, and another takes
 * its batch over. Knows nothing of tracking and nothing of the other packages.
 */
@NullMarked
package io.github.pmtatracking.component.redisqueue;

import org.jspecify.annotations.NullMarked;
