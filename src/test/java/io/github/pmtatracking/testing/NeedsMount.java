package io.github.pmtatracking.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test with a {@link SmallDisk}, which only those can mount who are root and not in a closed
 * container; bin/verify leaves it out for others and names it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("mount")
public @interface NeedsMount {}
