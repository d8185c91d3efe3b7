package io.github.pmtatracking.distribution;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of advisories.json.
 *
 * @param id of the advisory: CVE, GHSA, or where it can be read
 * @param artifact group:artifact
 * @param since first version that is concerned; null: all before {@code fixedIn}
 * @param fixedIn first version that is not concerned; null: there is none
 * @param about what is wrong
 * @param reachable the answer where the bundled version is concerned: no, or limited
 * @param why what the answer rests on
 */
record Advisory(
    String id,
    @JsonProperty("package") String artifact,
    String since,
    String fixedIn,
    String about,
    String reachable,
    String why) {

  boolean concerns(String version) {
    return (since == null || Versions.compare(version, since) >= 0)
        && (fixedIn == null || Versions.compare(version, fixedIn) < 0);
  }

  boolean isAnswered() {
    return ("no".equals(reachable) || "limited".equals(reachable)) && why != null && !why.isBlank();
  }
}
