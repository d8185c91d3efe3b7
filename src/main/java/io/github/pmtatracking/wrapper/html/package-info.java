/**
 * The HTML of a part: {@link io.github.pmtatracking.wrapper.html.HtmlTokenizer} splits it into
 * tags, {@link io.github.pmtatracking.wrapper.html.TrackableUrls} decides which links are tracked,
 * and {@link io.github.pmtatracking.wrapper.html.TrackingEditFinder} gives the places of links and
 * pixels (https://html.spec.whatwg.org/multipage/parsing.html). Knows nothing of mail.
 */
@NullMarked
package io.github.pmtatracking.wrapper.html;

import org.jspecify.annotations.NullMarked;
