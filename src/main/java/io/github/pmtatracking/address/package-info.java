/**
 * The client's address of a request: its source ({@link
 * io.github.pmtatracking.address.ClientAddressSource}), the proxies that may name it ({@link
 * io.github.pmtatracking.address.TrustedPeers}), the header of RFC 7239 ({@link
 * io.github.pmtatracking.address.ForwardedElements}), and the warning when most requests have one
 * address ({@link io.github.pmtatracking.address.DominantAddress}). The package {@code tracker}
 * applies them in its class {@code ClientAddress}; its tests ClientAddressTest and ClientAddressIT
 * cover the headers, {@code X-Real-Ip} for one. Knows nothing of links and events.
 */
@NullMarked
package io.github.pmtatracking.address;

import org.jspecify.annotations.NullMarked;
